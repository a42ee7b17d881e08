"""People of the two banks and what comes out: pairs with reasons, those left without one with theirs."""

from __future__ import annotations

from dataclasses import dataclass, field


class PairingError(ValueError):
    """A bank that can't be read or used; the message is one Russian sentence."""


@dataclass(frozen=True)
class Mentor:
    """A mentor of the bank. Empty `types`, `categories`, `formats` mean: any. `load` bounds all types together."""

    id: str
    name: str = ""
    position: str = ""
    organization: str = ""
    subjects: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    helps_with: frozenset[str] = frozenset()
    requirements: frozenset[str] = frozenset()
    load: int | None = None
    wishes: tuple[str, ...] = ()
    vetoes: frozenset[str] = frozenset()
    consent: str = ""
    agreement: str = ""

    @property
    def title(self) -> str:
        return self.name or self.id


@dataclass(frozen=True)
class Mentee:
    """A mentee of the bank; `category` is an id of mentee_categories, `type` of mentoring_types or empty for any."""

    id: str
    name: str = ""
    position: str = ""
    organization: str = ""
    category: str = ""
    subject: str = ""
    format: str = ""
    type: str = ""
    deficits: frozenset[str] = frozenset()
    wishes: tuple[str, ...] = ()
    vetoes: frozenset[str] = frozenset()
    consent: str = ""

    @property
    def title(self) -> str:
        return self.name or self.id


@dataclass(frozen=True)
class Pair:
    """A mentor, a mentee and a type; `score` is what the pair is worth, `reasons` and `lacks` are Russian clauses."""

    mentor: str
    mentee: str
    type: str
    score: int
    reasons: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unpaired:
    """Someone without a pair: `cause` is `capacity`, `veto`, `requirement`, `type`, `format`, `category`, `choice`,
    `group`, `nobody` or `unneeded` (a mentor whom nobody needed); `counts` says how many of the other side fell to each
    cause.
    """

    id: str
    cause: str
    text: str
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Assignment:
    """The result: pairs by mentee, people left over, the total score and whether it is proved to be the greatest.

    `proved` is False only where groups that were too small had to be given up.
    """

    pairs: tuple[Pair, ...]
    mentees_left: tuple[Unpaired, ...]
    mentors_left: tuple[Unpaired, ...]
    total: int
    proved: bool = True

    def summary(self) -> str:
        """One Russian line."""
        best = "наибольшая из возможных" if self.proved else "не доказано, что наибольшая: малые группы распущены"
        return (
            f"Пар: {len(self.pairs)}; без наставника: {len(self.mentees_left)}; "
            f"свободных наставников: {len(self.mentors_left)}; сумма баллов {self.total} ({best})."
        )
