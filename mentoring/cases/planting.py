"""Which defects are planted, in which words, and what that does to the fragments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mentoring.cases.dice import Dice
from mentoring.cases.tables import CaseError, Change, Library, Wording


@dataclass(frozen=True)
class Level:
    """A difficulty: how many defects by default, which wordings are preferred, how many decoys."""

    title: str
    wordings: tuple[int, ...]
    defects: int
    decoys: int


LEVELS: dict[str, Level] = {
    "easy": Level("простая", (1, 2, 3), 3, 0),
    "medium": Level("средняя", (2, 1, 3), 5, 2),
    "hard": Level("трудная", (3, 2, 1), 7, 4),
}
ALONE = ("DEF-01",)
"""Leaves a package without most documents, so it is planted only when asked for."""


@dataclass(frozen=True)
class Wish:
    """What is asked of a case. `defects`: how many, or which; `severities` and `subjects` narrow the choice;
    `doubtful`: also those that are only a reason to check."""

    difficulty: str = "medium"
    defects: int | tuple[str, ...] | None = None
    severities: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    doubtful: bool = False
    decoys: int | None = None


def choose(seed: object, wish: Wish, library: Library) -> list[Wording]:
    """Wordings of the defects, then decoys. Raises CaseError when they can't be planted together."""
    level = LEVELS.get(wish.difficulty)
    if level is None:
        raise CaseError(f"Сложности «{wish.difficulty}» нет; есть: {', '.join(LEVELS)}.")
    dice = Dice(seed, "defects")
    if isinstance(wish.defects, int | None):
        count = level.defects if wish.defects is None else wish.defects
        names = [one.id for one in library.defects.values() if _fits(one, wish)]
        found = _fill(library, dice.shuffled(names), count, level, dice)
        if len(found) < count:
            raise CaseError(f"Вместе можно поставить дефектов: {len(found)}, а запрошено {count}. Уменьшите число.")
    else:
        found = _exactly(library, wish.defects, level, dice)
    decoys = level.decoys if wish.decoys is None else wish.decoys
    subjects = {one.id: one.subject for one in library.sheets}
    fits = [
        one for one in library.of("")
        if not wish.subjects or all(subjects[_document(library, slot)] in wish.subjects for slot in one.mark)
    ]  # fmt: skip
    return found + _decoys(library, found, Dice(seed, "decoys").shuffled(fits), decoys)


def _fits(defect, wish: Wish) -> bool:
    return (
        (defect.firm or wish.doubtful)
        and defect.id not in ALONE
        and (not wish.severities or defect.severity in wish.severities)
        and (not wish.subjects or defect.subject in wish.subjects)
    )


def _ordered(library: Library, defect: str, level: Level, dice: Dice) -> list[Wording]:
    """Wordings of a defect, those of the wanted level first."""
    return sorted(dice.shuffled(library.of(defect)), key=lambda one: level.wordings.index(one.level))


def _fill(library: Library, names: Iterable[str], count: int, level: Level, dice: Dice) -> list[Wording]:
    used: set[str] = set()
    found: list[Wording] = []
    for name in names:
        if len(found) >= count:
            break
        for one in _ordered(library, name, level, dice):
            if not library.touched(one) & used:
                found.append(one)
                used |= library.touched(one)
                break
    return found


def _exactly(library: Library, names: Sequence[str], level: Level, dice: Dice) -> list[Wording]:
    for name in names:
        if name not in library.defects:
            raise CaseError(f"Дефекта «{name}» нет в таблице defects; коды вида DEF-10.")
        if not library.of(name):
            raise CaseError(f"Дефект {name} пока не умеем ставить: в case_wordings нет его формулировки.")
    options = [_ordered(library, name, level, dice) for name in dict.fromkeys(names)]
    found = _search(library, options, set())
    if found is None:
        raise CaseError(f"Дефекты {', '.join(names)} не ставятся вместе: они меняют одно и то же место документов.")
    return found


def _search(library: Library, options: Sequence[list[Wording]], used: set[str]) -> list[Wording] | None:
    if not options:
        return []
    for one in options[0]:
        touched = library.touched(one)
        if not touched & used:
            rest = _search(library, options[1:], used | touched)
            if rest is not None:
                return [one, *rest]
    return None


def _decoys(library: Library, found: Sequence[Wording], decoys: Iterable[Wording], count: int) -> list[Wording]:
    used = {slot for one in found for slot in library.touched(one)}
    chosen: list[Wording] = []
    for one in decoys:
        if len(chosen) < count and not library.touched(one) & used:
            chosen.append(one)
            used |= library.touched(one)
    return chosen


def _document(library: Library, slot: str) -> str:
    return next((one.document for one in library.templates if one.slot == slot), "")


@dataclass
class Slot:
    """A fragment on its way into a document."""

    slot: str
    document: str
    form: str
    text: str


def applied(slots: list[Slot], changes: Iterable[Change]) -> list[Slot]:
    """The fragments after the changes; `set` is none of them: it belongs to the facts."""
    out = list(slots)
    for one in changes:
        if one.change == "drop_document":
            out = [slot for slot in out if slot.document != one.slot]
            continue
        at = next((place for place, slot in enumerate(out) if slot.slot == one.slot), None)
        if at is None:
            continue  # its document was taken out on purpose
        old = out[at]
        if one.change == "replace":
            out[at] = Slot(old.slot, old.document, old.form, one.text)
        elif one.change == "drop":
            del out[at]
        elif one.change == "insert":
            out.insert(at + 1, Slot(one.new_slot, old.document, old.form, one.text))
    return out
