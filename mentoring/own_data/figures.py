"""What own data say: shares and gaps, problems of the register, statuses, recommendations with those they concern."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from mentoring.data.requisites import FLAGS
from mentoring.indicators.charts import DOCUMENT_NAMES
from mentoring.indicators.recommendations import recommend
from mentoring.indicators.rounding import round_half_up

from .keeping import Kept

# Flags of a requisite that are worth a person's look; a date before the letter is a reason to look, no more.
DOUBTS = (
    "no_date", "year_only", "invalid_date", "conflicting_dates", "no_number", "damaged_number", "odd_number", "weekend",
    "before_r145", "before_letter",
)  # fmt: skip
CHECK = {
    "before_r145": "сверьте, на какой документ приказ ссылается",
    "before_letter": "проверьте, менялся ли приказ позже и на что он ссылается",
    "weekend": "сверьте дату с подлинником",
}
WHERE = "сверьте с подлинником приказа и впишите в реестр верно"
STATUS = {
    "complete": "предоставлено полностью",
    "needs_revision": "требует доработки",
    "not_provided": "не предоставлено",
}


@dataclass(frozen=True)
class DocumentFigure:
    """One document: `have` of `total` organizations (None where only a share was given), `share` in percent, `gap` —
    points below pairing orders, `without`: organizations that lack it, `unknown`: that did not say; `region`: share of
    the monitoring of November 2023."""

    document: str
    title: str
    have: int | None
    total: int | None
    share: float
    gap: float | None
    without: tuple[str, ...]
    unknown: int
    region: float | None


@dataclass(frozen=True)
class Doubt:
    """What is doubtful in the register, in whose rows, and what to do."""

    flag: str
    words: str
    organizations: tuple[str, ...]
    todo: str


@dataclass(frozen=True)
class Advice:
    """A targeted recommendation; `organizations`: whom it concerns where the data name them."""

    rule: str
    priority: int
    addressee: str
    text: str
    organizations: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """All figures of a municipality; empty parts where there are no data."""

    municipality: str
    documents: tuple[DocumentFigure, ...]
    orders: tuple[dict[str, str], ...]
    doubts: tuple[Doubt, ...]
    statuses: dict[str, tuple[str, ...]]
    advice: tuple[Advice, ...]
    limits: tuple[str, ...]


def figures(data: Kept) -> Figures:
    """Compute everything from what is kept."""
    documents = _documents(data)
    orders = tuple(data.tables.get("register", ()))
    doubts = _doubts(orders)
    statuses: dict[str, tuple[str, ...]] = {}
    for row in data.tables.get("statuses", ()):
        who = row.get("organization") or row.get("municipality", "")
        statuses[row["status"]] = (*statuses.get(row["status"], ()), who)
    return Figures(
        data.municipality, documents, orders, doubts, {code: statuses[code] for code in STATUS if code in statuses},
        _advice(documents, doubts, statuses), _limits(data, documents, orders),
    )  # fmt: skip


def _documents(data: Kept) -> tuple[DocumentFigure, ...]:
    from mentoring.data import load

    region = load("document_shares").set_index("document")["november"].to_dict()
    lists = data.tables.get("presence", [])
    named = {row["document"]: row for row in data.tables.get("shares", ())}
    counted: dict[str, tuple[int | None, int | None, float, tuple[str, ...], int]] = {}
    for code in DOCUMENT_NAMES:
        cells = [(row["organization"], row[code]) for row in lists if code in row]
        told = [(who, cell) for who, cell in cells if cell]
        if told:
            have = sum(cell == "да" for _, cell in told)
            lacking = tuple(who for who, cell in told if cell == "нет")
            counted[code] = have, len(told), 100 * have / len(told), lacking, len(cells) - len(told)
        elif code in named:
            row = named[code]
            have_total = (int(row["have"]), int(row["total"])) if row["have"] and row["total"] else (None, None)
            counted[code] = (*have_total, float(row["share"]), (), 0)
    pairs = counted.get("pairing_order")
    return tuple(
        DocumentFigure(
            code, DOCUMENT_NAMES[code], have, total, share,
            pairs[2] - share if pairs and code != "pairing_order" else None, without, unknown, region.get(code),
        )
        for code, (have, total, share, without, unknown) in counted.items()
    )  # fmt: skip


def _doubts(orders: tuple[dict[str, str], ...]) -> tuple[Doubt, ...]:
    found = []
    for flag in DOUBTS:
        who = tuple(row["organization"] for row in orders if flag in row.get("flags", "").split())
        if who:
            found.append(Doubt(flag, FLAGS[flag], who, CHECK.get(flag, WHERE)))
    return tuple(found)


def _advice(
    documents: tuple[DocumentFigure, ...], doubts: tuple[Doubt, ...], statuses: dict[str, tuple[str, ...]]
) -> tuple[Advice, ...]:
    values: dict[str, float] = {f"share_{one.document}": round_half_up(one.share, 1) for one in documents}
    values |= {f"gap_{one.document}": round_half_up(one.gap, 1) for one in documents if one.gap is not None}
    without = {one.document: one.without for one in documents}
    found = [
        Advice(one.rule, one.priority, one.addressee, one.text, without.get(one.metric.partition("_")[2], ()))
        for one in recommend(values)
    ]
    for code, who in statuses.items():
        found += [Advice(one.rule, one.priority, one.addressee, one.text, who) for one in recommend({"status": code})]
    unread = {"no_date", "year_only", "invalid_date", "conflicting_dates", "no_number", "damaged_number"}
    unclear = dict.fromkeys(who for one in doubts if one.flag in unread for who in one.organizations)
    early = dict.fromkeys(who for one in doubts if one.flag == "before_letter" for who in one.organizations)
    for metric, who in (("register_unclear", unclear), ("register_before_letter", early)):
        found += [
            Advice(one.rule, one.priority, one.addressee, one.text, tuple(who)) for one in recommend({metric: len(who)})
        ]
    return tuple(sorted(found, key=lambda one: one.priority))


def _limits(data: Kept, documents: tuple[DocumentFigure, ...], orders: tuple[dict[str, str], ...]) -> tuple[str, ...]:
    said = []
    for kind, about in data.about.items():
        lost = int(about["given"]) - int(about["rows"])
        if lost > 0:
            from .kinds import KINDS

            said.append(f"Таблица «{KINDS[kind]}»: не взято строк — {lost}; на них выводы не распространяются.")
    bases = Counter(one.total for one in documents if one.total)
    if len(bases) > 1:
        listed = ", ".join(str(base) for base in sorted(bases))
        said.append(f"Доли взяты от разного числа организаций ({listed}): между собой их сравнивайте осторожно.")
    if any(one.total is None for one in documents):
        said.append("У части долей не названо число организаций: без него процент ничего не доказывает.")
    if any(one.gap is not None for one in documents):
        said.append(
            "Разрыв с приказами о парах — оценка снизу: он не говорит, у каких именно организаций нет документа, если "
            "их перечня нет."
        )
    if documents:
        said.append(
            "Доли ноября 2023 года по региону даны для ориентира: база и время другие, вывода о росте или отставании "
            "из сравнения не следует."
        )
    if orders:
        said.append("Дата приказа сама по себе не говорит, действует ли он: это повод проверить, а не нарушение.")
    return tuple(said)
