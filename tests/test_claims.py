"""Claims of one act: which events tell of it."""

from events.figures.claims import claims_of
from events.model import Event, Kind, Modality, ReviewState, Role
from tests.factories import make_actor, make_event


def told(event_id: str, doer: str, kind: Kind = Kind.MOBILIZE, modality: Modality = Modality.ASSERTED) -> Event:
    """An event of one doer."""
    return make_event(event_id, kind=kind, modality=modality, actors=[make_actor(doer, Role.SOURCE)])


def test_claims_are_of_one_kind_and_doer_facts_first_denials_last() -> None:
    """A state and its army share the act, sending aid and troops is one kind; another's act is another act."""
    act = told("e1", "prk")
    army, aid = told("e2", "prk-military"), told("e3", "prk", Kind.AID, Modality.POSSIBLE)
    denial = told("e4", "prk", modality=Modality.DENIED)
    other = told("e5", "rus")
    attack = told("e6", "prk", Kind.ASSAULT)

    assert [each.id for each in claims_of(army, [denial, act, aid, other, attack, army])] == ["e2", "e1", "e3", "e4"]


def test_statements_are_claims_only_where_a_denial_links_them() -> None:
    """What somebody said otherwise is no claim of what he says now; what was withdrawn is none at all."""
    one, other = told("e1", "usa", Kind.STATE), told("e2", "usa", Kind.STATE)
    denial = told("e3", "rus", Kind.STATE, Modality.DENIED).model_copy(update={"denies": ("e1",)})
    gone = told("e4", "prk")
    gone = gone.model_copy(update={"review": gone.review.model_copy(update={"state": ReviewState.WITHDRAWN})})

    assert [each.id for each in claims_of(one, [other, denial])] == ["e1", "e3"]
    assert claims_of(told("e5", "prk"), [gone]) == [told("e5", "prk")]
