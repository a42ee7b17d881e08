"""Who reads which answer now: two people at once are not given the same one. A claim is a courtesy, never a lock.

The table `desk_claim` stands beside the marks; a claim ends with a mark, when its holder puts the answer off, and by
itself after `MINUTES` unless the page says that it is still open. A mark is taken from anybody, claim or no claim.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

MINUTES = 10
CLAIM = sa.Table(
    "desk_claim",
    sa.MetaData(),
    sa.Column("cell_id", sa.String(32), primary_key=True),
    sa.Column("notebook_id", sa.String(32), primary_key=True),
    sa.Column("who", sa.String(128), nullable=False),
    sa.Column("until", sa.String(40), nullable=False),
)


def held(connection: sa.Connection, cell: str, but: str) -> set[str]:
    """Answers to a task that others than `but` are reading now."""
    query = sa.select(CLAIM.c.notebook_id).where(CLAIM.c.cell_id == cell, CLAIM.c.who != but, CLAIM.c.until > now())
    return set(connection.execute(query).scalars())


def take(connection: sa.Connection, cell: str, id: str, who: str) -> bool:
    """Claims an answer, anew for its holder; false when somebody else holds it. To be called in a transaction: two who
    insert at once are told apart by the key, the second tries again and finds the claim."""
    place = sa.and_(CLAIM.c.cell_id == cell, CLAIM.c.notebook_id == id)
    free = sa.and_(place, sa.or_(CLAIM.c.who == who, CLAIM.c.until <= now()))
    until = now(timedelta(minutes=MINUTES))
    if connection.execute(sa.update(CLAIM).where(free).values(who=who, until=until)).rowcount:
        return True
    if connection.execute(sa.select(CLAIM.c.who).where(place)).first() is not None:
        return False
    connection.execute(sa.insert(CLAIM), {"cell_id": cell, "notebook_id": id, "who": who, "until": until})
    return True


def drop(connection: sa.Connection, cell: str, who: str, ids: Collection[str]) -> None:
    """The holder reads these no longer."""
    mine = sa.and_(CLAIM.c.cell_id == cell, CLAIM.c.who == who)
    connection.execute(sa.delete(CLAIM).where(mine, CLAIM.c.notebook_id.in_(list(ids))))


def now(later: timedelta = timedelta()) -> str:
    """UTC, fit to be compared as text."""
    return (datetime.now(UTC) + later).isoformat(timespec="microseconds")
