"""In which language a text is written."""

import re
from collections import Counter

import simplemma

_ENOUGH_COMMON = 3  # common words that settle it
_ENOUGH_KNOWN = 0.6  # share of words that a dictionary knows
_SMALL = ("id", "en")  # dictionaries that open in a moment; those of the other languages take a minute and a gigabyte
_COMMON = {
    "id": (
        "yang dan di dari untuk dengan pada ini itu tidak akan dalam telah oleh juga karena adalah ke sebagai bahwa "
        "mengatakan pemerintah tentara rudal setelah polisi internasional bisa serikat jumat kamis senin sabtu"
    ),
    "en": "the of and to in that for is on with was by as at from it has have be his are said an were will which",
    "ms": (
        "yang dan di daripada untuk dengan pada ini itu tidak akan dalam telah oleh juga kerana ialah ke bahawa "
        "berkata kerajaan tentera selepas manakala polis antarabangsa "
        "syarikat dron menggesa isnin khamis jumaat ahad rejim "
        "askar sekatan menafikan"
    ),
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden",
    "fr": "le la les de des et en un une du que est pour dans qui par sur pas au plus ne se ce il sont",
    "es": "el la los de que y en un una del las por con para no su se al es lo como más fue",
    "pl": "w i na z do się nie że o jest to po przez dla od jak za co ale są oraz",
    "it": "di che la il un per non una sono con si le dei del della anche come gli nel alla ha è più",
    "pt": "de que o do da em um para com não uma os no se na por mais as dos ao pelo foi são",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als dan bij naar door",
    "sv": "och att det som en på är av för med den till inte har de om ett men var han från ska",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi kadar sonra ancak değil",
}
_SCRIPTS = (
    ("ko", r"[\uac00-\ud7af]"),
    ("ja", r"[\u3040-\u30ff]"),
    ("zh", r"[\u4e00-\u9fff]"),
    ("ar", r"[\u0600-\u06ff]"),
    ("uk", r"[іїєґІЇЄҐ]"),
    ("ru", r"[\u0400-\u04ff]"),
)


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of ``text``, by its script or its words; "und" where it cannot be told."""
    letters = max(1, sum(c.isalpha() for c in text))
    for language, pattern in _SCRIPTS:
        if len(re.findall(pattern, text)) > letters * (0.01 if language == "uk" else 0.2):
            return language
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    scores = {language: sum(words[w] for w in common.split()) for language, common in _COMMON.items()}
    best = max(scores, key=lambda language: (scores[language], language == "id"))
    return best if scores[best] >= _ENOUGH_COMMON else _by_dictionary(text, best if scores[best] else "und")


def _by_dictionary(text: str, otherwise: str) -> str:
    """The language most of whose words are known; ``otherwise`` where hardly any are."""
    known = dict(simplemma.langdetect(text, lang=_SMALL))
    best = max(_SMALL, key=lambda language: known.get(language, 0.0))
    return best if known.get(best, 0.0) >= _ENOUGH_KNOWN else otherwise
