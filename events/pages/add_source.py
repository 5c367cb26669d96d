"""Where an article comes from: pasted words, a file or an address -> a draft with the events found in it."""

import logging
from collections.abc import Callable
from datetime import date, datetime

import streamlit as st

from events import draft_files
from events.articles import article_from_bytes, read_article
from events.draft import Draft, worked
from events.extraction import SUPPORTED, detect_language
from events.language_model.readers import EXTRACTORS, Readers
from events.language_model.settings import Settings, leaves_machine
from events.model import Article, Event, Problem
from events.pages import add_state, state
from events.pages.summary import escaped_markdown
from events.texts import Texts

WAYS = ("paste", "file", "address")
FILES = ["txt", "md", "html", "htm", "xhtml", "mhtml", "mht", "pdf", "docx", "json"]
LONGEST = 100_000  # characters: what a page shows at once; a longer text is for the commands
GUESSED = ""  # the language that the text itself tells
OTHERS = ("it", "pt", "nl", "sv")  # told apart from the languages that are read
FACTS = ("title", "publisher", "url")
LONGEST_FACT = 200  # characters


def source() -> None:
    """Draws the form and the drafts that wait."""
    texts = state.texts()
    st.title(texts("add.heading"), anchor=False)
    st.text(texts("add.lead"))
    with st.container(width=860, key="add-source"):
        way = st.segmented_control(
            texts("add.way"),
            WAYS,
            default=WAYS[0],
            required=True,
            format_func=lambda each: texts(f"add.way.{each}"),
            key="add-way",
            label_visibility="collapsed",
        )
        _way(way or WAYS[0], texts)
        _facts(texts)
        _readers(texts)
        problem = add_state.said()
        if problem:
            st.error(escaped_markdown(problem), icon=":material/error:")
        if st.button(texts("add.read"), type="primary", key="add-read", icon=":material/search:"):
            with st.spinner(texts("add.reading")):
                _read(way or WAYS[0], texts)
        _waiting(texts)


def _way(way: str, texts: Texts) -> None:
    if way == "paste":
        st.text_area(texts("add.text"), key="add-text", height=260, placeholder=texts("add.text.hint"))
    elif way == "file":
        st.file_uploader(texts("add.file"), type=FILES, key="add-file")
    else:
        st.text_input(texts("add.address"), key="add-address", placeholder="https://", max_chars=2000)
        st.caption(texts("add.address.hint"))


def _facts(texts: Texts) -> None:
    """What the reader knows of the article; all of it may be unknown."""
    with st.container(horizontal=True, gap="small", key="add-known"):
        st.date_input(
            texts("add.published"),
            value=None,
            min_value=date.min,
            max_value=date.max,
            format="YYYY-MM-DD",
            key="add-published",
            help=texts("add.published.help"),
            width=200,
        )
        st.selectbox(
            texts("add.language"),
            [GUESSED, *language_codes()],
            format_func=lambda code: language_name(code, texts) if code else texts("add.language.guess"),
            key="add-language",
            width=260,
        )
    with st.expander(texts("add.more"), key="add-more"):
        for fact in FACTS:
            st.text_input(texts(f"add.{fact}"), key=f"add-{fact}", max_chars=2000 if fact == "url" else LONGEST_FACT)


def _readers(texts: Texts) -> None:
    """Who reads, where a language model is set up; and whether the text then leaves this machine."""
    model = _model()
    if model is None:
        return
    st.segmented_control(
        texts("add.reader"),
        EXTRACTORS,
        default=EXTRACTORS[0],
        required=True,
        format_func=lambda each: texts(f"add.reader.{each}", model=model.model),
        key="add-reader",
    )
    host = leaves_machine(model)
    st.caption(texts("add.reader.leaves", host=host) if host else texts("add.reader.stays"))


def _model() -> Settings | None:
    """The language model that is set up on this server; None where there is none."""
    try:
        return Settings.from_environment()
    except Problem:
        return None


def language_codes() -> list[str]:
    """The languages to choose from: those that are read, and those that are told apart from them."""
    return sorted({*SUPPORTED, *OTHERS, "ar", "de", "es", "fr", "ja", "ko", "ms", "pl", "ru", "tr", "uk", "zh"})


def language_name(code: str | None, texts: Texts) -> str:
    """A language by name; one that has none here by its code."""
    if not code or code == "und":
        return texts("add.language.unknown")
    key = f"language.{code}"
    return texts(key) if key in texts.entries else code


def _read(way: str, texts: Texts) -> None:
    """Reads what was given and opens it; says in one sentence why it cannot be."""
    try:
        article = _article(way, texts)
        if len(article.text) > LONGEST:
            raise Problem(texts("add.too_long", n=len(article.text), most=LONGEST))
        add_state.address(**{add_state.ARTICLE: opened(article)})
    except Problem as problem:
        add_state.say(texts.said(problem))
    st.rerun()


def _article(way: str, texts: Texts) -> Article:
    own = st.session_state
    published, language = own["add-published"], own["add-language"] or None
    if way == "paste":
        if not own["add-text"].strip():
            raise Problem(texts("add.text.empty"))
        data = own["add-text"].encode("utf-8", "replace")
        article = article_from_bytes(data, texts("add.text.name"), published=published, language=language)
    elif way == "file":
        file = own["add-file"]
        if file is None:
            raise Problem(texts("add.file.empty"))
        article = article_from_bytes(file.getvalue(), file.name, published=published, language=language)
    else:
        address = own["add-address"].strip()
        if not address.lower().startswith(("http://", "https://")):  # never a file of this machine
            raise Problem(texts("add.address.empty"))
        article = read_article(address, published=published, language=language)
    given = {fact: own[f"add-{fact}"].strip() for fact in FACTS if own[f"add-{fact}"].strip()}
    return article.model_copy(update=given)


def opened(article: Article) -> str:
    """The id of ``article``, of which there is a draft now: a new one, the one kept before, or what is recorded."""
    record = state.record()
    if record.article(article.id):
        add_state.say(state.texts()("add.recorded_already"))
    elif draft_files.kept(record.home, article.id):
        add_state.say(state.texts()("add.kept_already"))
    else:
        article = with_language(article)
        extractor = str(st.session_state.get("add-reader") or EXTRACTORS[0])
        add_state.keep(Draft(article=article, found=tuple(found_in(article, extractor))))
    return article.id


def with_language(article: Article) -> Article:
    """``article`` with its language guessed where nobody says it."""
    return article if article.language else article.model_copy(update={"language": detect_language(article.text)})


def found_in(article: Article, extractor: str) -> list[Event]:
    """The events of ``article`` that the rules, a model or both find; raises Problem where reading fails."""
    try:
        return Readers.chosen(extractor, state.record().home, lambda _sentence: None).read(article)
    except Problem:
        raise
    except Exception as error:
        logging.getLogger(__name__).exception("an article could not be read")
        raise Problem(
            f"The events of this text could not be found ({type(error).__name__}); please report it with the text."
        ) from None


# -- drafts that wait ----------------------------------------------------------------------------


def _waiting(texts: Texts) -> None:
    """The drafts that are not recorded yet, each to go on with or to discard."""
    waiting = draft_files.all_kept(state.record().home)
    if not waiting:
        return
    st.subheader(texts("add.waiting"), anchor=False)
    for each in waiting:
        article = each.draft.article
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"draft-{article.id}"):
            title = escaped_markdown(article_title(article, texts))
            st.markdown(f"**{title}**  \n{escaped_markdown(_waiting_words(each.draft, each.changed, texts))}")
            st.space("stretch")
            st.button(texts("add.go_on"), key=f"go-{article.id}", on_click=_go_on(article.id))
            with st.popover(texts("add.discard"), key=f"ask-{article.id}", type="tertiary"):
                st.text(texts("add.discard.sure"))
                st.button(texts("add.discard"), key=f"discard-{article.id}", on_click=_discard(article.id))


def article_title(article: Article, texts: Texts) -> str:
    """What an article is called; one without title by its first words."""
    if article.title:
        return article.title
    words = " ".join(article.text[:200].split())
    return texts("add.untitled", words=words[:70])


def _waiting_words(draft: Draft, changed: datetime, texts: Texts) -> str:
    day = texts.day(changed.date())
    return texts("add.waiting.words", events=len(worked(draft)), n=len(draft.steps), day=day)


def _go_on(article: str) -> Callable[[], None]:
    return lambda: add_state.address(**{add_state.ARTICLE: article})


def _discard(article: str) -> Callable[[], None]:
    return lambda: draft_files.discard(state.record().home, article)
