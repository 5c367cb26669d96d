"""Users' changes to the actor register: added, merged, taken back, and never lost."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from events.actor_edits import ActorEdit, addition, edits_of, merging, standing, undoing
from events.engine import Engine
from events.extraction import extract
from events.figures.lanes import lanes_of
from events.model import Article, Problem, Role, View
from events.record import Failure, Record, use_actors_of
from events.register import (
    Edits,
    counts_as,
    edits_in_use,
    entries,
    known,
    lineage,
    name_of,
    names_by_language,
    names_in,
    unknown_id,
    use,
)
from events.texts import texts_in
from tests.factories import NOON, make_actor, make_article, make_event

TEXT = "The Bear Brigade attacked a village in Ukraine on Monday, officials said."


@pytest.fixture(autouse=True)
def shipped_register() -> Iterator[None]:
    """The register as it ships, before and after."""
    use(Edits())
    yield
    use(Edits())


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record without the articles that ship."""
    with Record(tmp_path / "home", shipped=()) as opened:
        yield opened


def decide(record: Record, edit: ActorEdit, at: datetime = NOON) -> int:
    """One decision, signed."""
    return record.decide_actor(edit, by="Ana", why="a test", at=at)


def bear() -> ActorEdit:
    """An armed group that the register lacks."""
    return addition(
        "rus-bear", name="Bear Brigade", kind="armed_group", part_of="rus", names=("ru:бригада Медведь", "BBX")
    )


def english(text: str) -> Article:
    """An article in English."""
    return make_article(text).model_copy(update={"language": "en"})


def holders(record: Record, actor: str) -> list[str]:
    """The ids of the events that choosing an actor shows."""
    return Engine(record).ids(View(actors=(actor,)))


def test_an_added_actor_is_known_and_read_at_once(record: Record) -> None:
    """Its name and aliases are found in articles from then on, in their language or in all; before, they are not."""
    article = english(TEXT)
    assert "rus-bear" not in {actor.id for event in extract(article) for actor in event.actors}
    decide(record, bear())

    entry = known("rus-bear")
    assert entry and (entry.name, entry.country, entry.part_of) == ("Bear Brigade", "RUS", "rus")
    assert entry in entries() and lineage("rus-bear") == ("rus-bear", "rus")
    assert names_by_language(entry) == {"": ("Bear Brigade", "BBX"), "ru": ("бригада Медведь",)}
    doers = {actor.id for event in extract(article) for actor in event.actors_in(Role.SOURCE)}
    assert "rus-bear" in doers


def test_an_added_armed_group_is_its_states_only_where_that_is_said(record: Record) -> None:
    """With a country alone it stands for itself; any other actor of a country is part of the state."""
    decide(record, addition("rus-bear", name="Bear Brigade", kind="armed_group", country="RUS"))
    decide(record, addition("rus-honey", name="Honey League", kind="org", country="RUS"))

    group, league = known("rus-bear"), known("rus-honey")
    assert group and (group.country, lineage("rus-bear")) == ("RUS", ("rus-bear",))
    assert league and lineage("rus-honey") == ("rus-honey", "rus")


def test_what_was_decided_is_there_after_a_restart(tmp_path: Path) -> None:
    """Decisions lie in the record with who, when and why, and hold again for whoever opens or only reads it."""
    with Record(tmp_path, shipped=()) as record:
        number = decide(record, bear())
        decided = record.actor_decisions()[0]
    use(Edits())
    assert known("rus-bear") is None
    use_actors_of(tmp_path)
    assert name_of("rus-bear") == "Bear Brigade"
    use(Edits())
    with Record(tmp_path, shipped=()) as record:
        assert record.actor_decisions() == [decided]
        assert known("rus-bear") and record.check() == []
    assert (number, decided.by, decided.at, decided.why) == (1, "Ana", "2026-11-23T12:00:00Z", "a test")


def test_reading_the_actors_of_a_record_makes_none(tmp_path: Path) -> None:
    """Where there is no record, or none that can be read, the shipped register is used and nothing is written."""
    use_actors_of(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "record.sqlite").write_text("no database")
    use_actors_of(tmp_path)
    assert edits_in_use() == Edits()


def test_decisions_are_never_changed_or_removed(record: Record) -> None:
    """The database itself refuses to rewrite a decision."""
    decide(record, bear())
    for sql in ("DELETE FROM actor_decision", "UPDATE actor_decision SET why = 'other'"):
        with pytest.raises(Failure, match="never changed"):
            record.rows(sql)


def test_a_damaged_decision_is_said_in_words(tmp_path: Path) -> None:
    """A decision that cannot be read is no riddle for whoever opens the record."""
    with Record(tmp_path, shipped=()) as record:
        decide(record, bear())
        record.rows("DROP TRIGGER actor_decision_update_refused")
        record.rows("UPDATE actor_decision SET edit = '{'")
    with pytest.raises(Failure, match="decision about actors in the record cannot be read"):
        Record(tmp_path, shipped=())


def test_a_record_made_before_there_were_decisions_takes_them(tmp_path: Path) -> None:
    """A record of an earlier edition, without the table, is read and receives it."""
    with Record(tmp_path, shipped=()) as record:
        record.rows("DROP TABLE actor_decision")
    use_actors_of(tmp_path)
    with Record(tmp_path, shipped=()) as record:
        assert decide(record, bear()) == 1


def test_merged_actors_count_as_one(record: Record) -> None:
    """Filter, facets, lanes and ids of new events take the two for one; what was recorded stays as it was."""
    article = make_article(TEXT)
    unknown, kept = make_actor("x-bears"), make_actor("rus-wagner")
    events = [make_event("e1", article=article, actors=[unknown]), make_event("e2", article=article, actors=[kept])]
    record.add(article, events, at=NOON)
    version = record.version()
    decide(record, merging("x-bears", "rus-wagner", Engine(record).knows_actor))

    assert holders(record, "rus-wagner") == holders(record, "x-bears") == ["e1", "e2"]
    assert holders(record, "rus") == ["e1", "e2"]
    facets = {facet.id: facet.count for facet in Engine(record).facets(View())}
    assert facets["rus-wagner"] == facets["rus"] == 2 and "x-bears" not in facets
    roots = [lane.id for lane in lanes_of(list(enumerate(events)), (), texts_in("en"))]
    assert roots == ["rus"]
    assert counts_as("x-bears") == unknown_id("Bears", None) == "rus-wagner"
    assert name_of("x-bears") == "Wagner Group"
    assert record.event("e1") == events[0]
    assert record.version() > version and record.check() == []


def test_merged_actors_share_their_names(record: Record) -> None:
    """The names of both, in each language, are names of the one; parts of the first are parts of the second."""
    decide(record, merging("idn-kkb", "idn-tpnpb", Engine(record).knows_actor))
    assert "KKB" in names_in("id")["idn-tpnpb"].names and "idn-kkb" not in names_in("id")
    assert known("idn-kkb") == known("idn-tpnpb") and "idn-kkb" not in {entry.id for entry in entries()}
    assert lineage("idn-kkb-someone") == ("idn-kkb-someone", "idn-tpnpb")
    decide(record, merging("idn-tpnpb", "idn-ulmwp", Engine(record).knows_actor))
    assert counts_as("idn-kkb") == counts_as("idn-tpnpb") == "idn-ulmwp"


def test_a_chosen_actor_that_was_merged_stays_among_the_choices(record: Record) -> None:
    """A link made before the merging shows what the two are in together, under the actor it names."""
    article = make_article(TEXT)
    record.add(article, [make_event("e1", article=article, actors=[make_actor("rus-wagner")])], at=NOON)
    decide(record, merging("rus-akhmat", "rus-wagner", Engine(record).knows_actor))
    facets = {facet.id: facet.count for facet in Engine(record).facets(View(actors=("rus-akhmat",)))}
    assert facets["rus-akhmat"] == 1 and Engine(record).knows_actor("rus-akhmat")


def test_a_decision_can_be_taken_back(record: Record) -> None:
    """After it everything is as before; the history keeps both, and what rests on a decision goes first."""
    article = make_article(TEXT)
    record.add(article, [make_event("e1", article=article, actors=[make_actor("x-bears")])], at=NOON)
    added = decide(record, bear())
    merged = decide(record, merging("x-bears", "rus-bear", Engine(record).knows_actor))
    with pytest.raises(Problem, match=f"Decision {merged} rests on decision {added}"):
        undoing(added, record.actor_decisions())
    decide(record, undoing(merged, record.actor_decisions()))
    assert holders(record, "x-bears") == ["e1"] and holders(record, "rus-bear") == []
    decide(record, undoing(added, record.actor_decisions()))

    assert known("rus-bear") is None and edits_in_use() == Edits()
    assert len(record.actor_decisions()) == 4 and standing(record.actor_decisions()) == []
    with pytest.raises(Problem, match="no decision 1 that holds"):
        undoing(1, record.actor_decisions())
    assert record.check() == []


def test_an_added_actor_takes_in_the_unknown_ones_named_after_it(record: Record) -> None:
    """An unknown actor whose id begins with the id of one that is added, merged and taken back follows it each time."""
    article = make_article("Zork Timur attacked a post.")
    event = make_event(article=article, actors=(make_actor("idn-zork-timur"),))
    record.add(article, [event], at=NOON)
    decide(record, addition("idn-zork", name="Zork Front", kind="armed_group", country="IDN"))
    assert event.id in holders(record, "idn-zork")
    assert record.check() == []
    decide(record, merging("idn-zork", "rus-wagner", lambda _: True))
    assert event.id in holders(record, "rus-wagner")
    for number in (2, 1):
        decide(record, undoing(number, record.actor_decisions()))
        assert record.check() == []
    assert holders(record, "idn-zork") == []


def test_another_process_s_decision_is_taken_in(tmp_path: Path) -> None:
    """A record that is open learns of actors decided elsewhere when it is asked for its version."""
    with Record(tmp_path, shipped=()) as here, Record(tmp_path, shipped=()) as there:
        decide(there, bear())
        use(Edits())
        here.version()
        assert known("rus-bear")


def test_organs_of_states_can_be_given_names(record: Record) -> None:
    """A name for a state's troops is read as those."""
    decide(record, addition("prk-military", names=("en:Thunder Column",)))
    article = english("The Thunder Column attacked a village in Ukraine, officials said.")
    assert "prk-military" in {actor.id for event in extract(article) for actor in event.actors}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"actor": "Bear Brigade", "name": "Bear"}, "no id of an actor"),
        ({"actor": "rus-bear"}, "is no name"),
        ({"actor": "rus-bear", "name": "Bear"}, "needs a type"),
        ({"actor": "rus-bear", "name": "Bear", "kind": "state"}, "allowed with --type are"),
        ({"actor": "rus-bear", "name": "Bear", "kind": "org", "country": "Russia"}, "is no country"),
        ({"actor": "rus-bear", "name": "Bear", "kind": "org", "part_of": "nobody"}, "not in the register"),
        ({"actor": "rus-bear", "name": "Houthis", "kind": "org"}, "names Houthis"),
        ({"actor": "rus-bear", "name": "Bear", "kind": "org", "names": ("ru:хуситы",)}, "names Houthis"),
        ({"actor": "rus-bear", "name": "Bear", "kind": "org", "names": ("xx:Bear",)}, "no language of the register"),
        ({"actor": "rus-bear", "name": "Bear", "kind": "org", "names": ("ru:123",)}, "is no name"),
        ({"actor": "prk", "name": "Korea", "kind": "org"}, "only names can be given"),
        ({"actor": "prk"}, "give it a name with --alias"),
    ],
)
def test_what_cannot_be_added_is_said(given: dict[str, Any], said: str) -> None:
    """A mistake is told in one sentence, and nothing is decided."""
    rest = {key: value for key, value in given.items() if key != "actor"}
    with pytest.raises(Problem, match=said):
        addition(given["actor"], **rest)


@pytest.mark.parametrize(
    ("actor", "into", "said"),
    [
        ("rus-wagner", "nobody", "add it first"),
        ("nobody", "rus-wagner", "No actor has the id"),
        ("rus-wagner", "rus-wagner", "counts as"),
        ("rus", "rus-wagner", "is part of rus"),
    ],
)
def test_what_cannot_be_merged_is_said(actor: str, into: str, said: str) -> None:
    """Only an actor that there is can be merged, into a known one that is not part of it."""
    with pytest.raises(Problem, match=said):
        merging(actor, into, lambda _: False)


def test_no_decisions_are_the_shipped_register() -> None:
    """Without decisions nothing is edited."""
    assert edits_of(()) == Edits()
