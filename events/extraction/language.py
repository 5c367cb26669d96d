"""In which language a text is written."""

import re
from collections import Counter
from collections.abc import Mapping

import simplemma

_ENOUGH_COMMON = 3  # common words that settle it
_COSTLY = frozenset({"ms", "pl"})  # there is no dictionary, or one that takes seconds to load
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
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden "
        "hat haben wurde wurden nach bei einer einem einen wird"
    ),
    "fr": (
        "le la les de des et en un une du que est pour dans qui par sur pas au plus ne se ce il sont l d a ont été "
        "aux cette avec leur ses contre"
    ),
    "es": (
        "el la los de que y en un una del las por con para no su se al es lo como más fue a ha han según tras también "
        "sus contra"
    ),
    "pl": "w i na z do się nie że o jest to po przez dla od jak za co ale są oraz",
    "it": "di che la il un per non una sono con si le dei del della anche come gli nel alla ha è più",
    "pt": "de que o do da em um para com não uma os no se na por mais as dos ao pelo foi são",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als dan bij naar door",
    "sv": "och att det som en på är av för med den till inte har de om ett men var han från ska",
    "tr": (
        "ve bir bu da de için ile olarak çok daha olan gibi kadar sonra ancak değil dedi etti tarafından göre karşı "
        "söyledi olduğunu düzenledi yeni türkiye bakanı başkanı ordusu"
    ),
}
_NEIGHBOURS = {
    "cs": "a v na je se že s z do to o k ve pro za by po jako jsou ale který byl také podle při jeho",
    "sk": "a v na je sa že s z do to o k vo pre za by po ako sú ale ktorý bol tiež podľa pri jeho",
    "hr": "i u na je da se za su od s iz koji će kao nije bi ili ali prema nakon što",
    "az": "və bir bu da də üçün ilə olaraq çox daha olan kimi qədər sonra deyil edib bildirib olub",
    "ro": "și de la în a cu pe că din pentru nu este o un au mai sunt fost prin care după",
    "da": "og at det som en på er af for med den til ikke har de et der i ved om fra skal blev siger efter",
    "nb": "og at det som en på er av for med den til ikke har de et i ved om fra skal ble sier etter",
    "ca": "el la els les de i en un una del que per amb no va van dels ha més als al és seva són aquest",
    "gl": "o a os as de do da e en un unha que non por con para dos das ao foi máis polo na no",
    "af": "die het en van in nie is dat te om sy met op vir wat ook aan deur word was sal kan",
    "lb": "den de d an déi vun net ass op fir mat datt ze huet hunn sech gouf nach och bei",
    "hu": "a az és hogy nem is egy van volt meg ezt azt mint csak már még szerint után",
}
"""Languages that are not read, told by their common words from those that are."""
_CYRILLIC = {
    "ru": "и в не на что с по как это он из у за к его но от для о же бы до или был были также после который об",
    "uk": "і в не на що з та у до як це за про від для його але був були щодо після який також є",
    "be": "і ў не на што з у як гэта да за па ад для яго але быў былі пасля які таксама",
    "bg": "и в не на че с за се от да е са като по при това който със след през няма ще",
    "sr": "и у не на да је се за са од као који су што после би није",
    "mk": "и во не на дека со за се од да е како кој по што беше",
}
_FOREIGN_CYRILLIC = re.compile(r"[әғқңөұүһҷӣҳӯѐѝѓќѕ]", re.IGNORECASE)
_BELARUSIAN, _SERBIAN, _UKRAINIAN = (re.compile(letters, re.IGNORECASE) for letters in ("ў", "[ђјљњћџ]", "[іїєґ]"))
_OWN_LETTERS = {
    "de": re.compile("[äöüß]", re.IGNORECASE),
    "es": re.compile("[ñ¿¡áíóú]", re.IGNORECASE),
    "fr": re.compile(r"[àèêçœùëîôû]|\b[ldnsc]['’]", re.IGNORECASE),
    "it": re.compile(r"[àèìòù]|\b(?:l|dell|nell|all)['’]", re.IGNORECASE),
}
"""Letters that tell apart languages whose common words are as many in a text."""
_PERSIAN, _URDU = re.compile(r"[\u067e\u0686\u0698\u06af\u06a9\u06cc]"), re.compile(r"[\u0679\u0688\u0691\u06d2\u06ba]")
_POLISH = re.compile(r"[ąęłńśźż]", re.IGNORECASE)
_CZECH = re.compile(r"[čěřšůžýáíéúťďľôňâășț]", re.IGNORECASE)
_SCRIPTS = (
    ("ko", r"[\uac00-\ud7af]"),
    ("ja", r"[\u3040-\u30ff]"),
    ("zh", r"[\u4e00-\u9fff]"),
    ("ar", r"[\u0600-\u06ff]"),
    ("cyrillic", r"[\u0400-\u04ff]"),
)
_SHARES = {"ja": 0.05}
"""How many of the letters tell a language by its script, where it is not a fifth."""


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of ``text``, by its script or its words; "und" where it cannot be told."""
    letters = max(1, sum(c.isalpha() for c in text))
    for language, pattern in _SCRIPTS:
        if len(re.findall(pattern, text)) > letters * _SHARES.get(language, 0.2):
            if language == "ar":
                return _arabic(text, letters)
            return _cyrillic(text, letters) if language == "cyrillic" else language
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    scores = _scores(words, _COMMON | _NEIGHBOURS)
    best = max(scores, key=lambda language: (scores[language], language == "id", _has_own(text, language)))
    polish, czech = (len(pattern.findall(text)) for pattern in (_POLISH, _CZECH))
    if best == "pl" and czech > polish:
        return "cs"
    if scores[best] < _ENOUGH_COMMON and polish > 1:
        return "pl"
    return best if scores[best] >= _ENOUGH_COMMON else _by_dictionary(text, best if scores[best] else "und")


def _has_own(text: str, language: str) -> bool:
    pattern = _OWN_LETTERS.get(language)
    return bool(pattern and pattern.search(text))


def _arabic(text: str, letters: int) -> str:
    """Which language a text in Arabic script is in, by letters that Arabic lacks."""
    if len(_URDU.findall(text)) > letters * 0.01:
        return "ur"
    return "fa" if len(_PERSIAN.findall(text)) > letters * 0.01 else "ar"


def _scores(words: Counter[str], known: Mapping[str, str]) -> dict[str, int]:
    return {language: sum(words[w] for w in common.split()) for language, common in known.items()}


def _cyrillic(text: str, letters: int) -> str:
    """Which language a text in Cyrillic script is in, by letters that others lack, else by its common words."""
    enough = letters * 0.002
    if len(_FOREIGN_CYRILLIC.findall(text)) > enough:
        return "und"
    if len(_BELARUSIAN.findall(text)) > enough:
        return "be"
    if len(_SERBIAN.findall(text)) > enough:
        return "sr"
    if len(_UKRAINIAN.findall(text)) > letters * 0.01:
        return "uk"
    scores = _scores(Counter(re.findall(r"[^\W\d_]+", text.lower())), _CYRILLIC)
    return max(scores, key=lambda language: (scores[language], language == "ru"))


def _by_dictionary(text: str, otherwise: str) -> str:
    """The language most of whose words are known; ``otherwise`` where hardly any are."""
    known = dict(simplemma.langdetect(text, lang=_SMALL))
    best = max(_SMALL, key=lambda language: known.get(language, 0.0))
    return best if known.get(best, 0.0) >= _ENOUGH_KNOWN else otherwise
