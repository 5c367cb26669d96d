"""The commands about the engine: the definition of its tables, and sending what it answers from to a cluster."""

from argparse import Namespace

from events.articles import one_line
from events.columns import COLUMNS
from events.commands.views import number_of
from events.engine import choice
from events.engine.address import FORM, NAME, VARIABLE
from events.model import Problem
from events.record import Record, home_folder


def engine_schema(arguments: Namespace) -> int:
    """``events engine schema``: print the definitions of the tables that the engine answers from."""
    if arguments.engine == "duckdb":
        print(_duckdb())
        return 0
    from events.engine import cluster_table

    address = choice.chosen_address()
    cluster = arguments.cluster or (address.cluster if address else None)
    if cluster is not None and not NAME.fullmatch(cluster):
        raise Problem(
            f'"{one_line(cluster)}" is no name of a cluster; give one that the servers have, as in --cluster events.'
        )
    statements = cluster_table.definitions(address.database if address else cluster_table.DATABASE, cluster)
    where = f'on each server of the cluster "{cluster}"' if cluster else "on the server"
    print(f"-- To be run {where}.")
    print(";\n".join(statements) + ";")
    return 0


def _duckdb() -> str:
    width = max(len(column.name) for column in COLUMNS)
    columns = ",\n".join(
        f"    {column.name:{width}} {' '.join(column.type.split())}{' NOT NULL' if column.required else ''}"
        for column in COLUMNS
    )
    about = "-- The columns of every segment, a Parquet file; nothing has to be made."
    return f"{about}\nCREATE TABLE event\n(\n{columns}\n);"


def engine_publish(_arguments: Namespace) -> int:
    """``events engine publish``: send to the cluster all that is not there yet, or no longer."""
    from tqdm import tqdm

    address = choice.chosen_address()
    if address is None:
        raise Problem(
            f"There is no cluster to publish to, for {VARIABLE} names none; set it to {FORM}. "
            "DuckDB on this machine needs no publishing."
        )
    with Record(home_folder()) as record, tqdm(unit=" events", disable=None, leave=False) as bar:
        rows = choice.cluster_at(address, record).publish(bar.update)
        version = record.version()
    print(f"The cluster at {address} holds version {version} of the record: {number_of(rows, 'row')} in all.")
    return 0
