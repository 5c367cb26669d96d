"""The address of a view in this record, and the view that an address shows here."""

from events.areas import area_sets
from events.engine import Engine
from events.links import Params, decode, encode, name_of, short
from events.model import View
from events.record import Record


def fields_of(record: Record, view: View) -> dict[str, str]:
    """The fields of the link to ``view``; one too long for an address is kept in the record first.

    Raises Problem for a view too long to be kept.
    """
    keep(record, view)
    return short(encode(view))[0]


def keep(record: Record, view: View) -> None:
    """See to it that the link of ``view`` opens in this record; raises Problem for a view too long to be kept."""
    _, kept = short(encode(view))
    if kept is not None:
        record.keep_view(name_of(kept), kept)


def view_of(engine: Engine, params: Params) -> tuple[View, list[str]]:
    """The view that ``params`` show here, and a sentence for each thing not understood."""
    return decode(
        params,
        known_actors=engine.knows_actor,
        known_data=set(engine.data_sets()).__contains__,
        known_layers={each.name for each in area_sets(engine.record.home)}.__contains__,
        kept=engine.record.kept_view,
    )
