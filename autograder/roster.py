"""Who is on the course: a list of people in, stable codes out. Grades, files and logs hold the codes; names live in
`workspace/roster.csv` only and are joined to them at export.
"""

from __future__ import annotations

import csv
import io
import os
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.errors import unread
from autograder.layout import Layout, layout
from autograder.roster_file import CODE, COLUMNS, Person, RosterError, Row, cells_of, fold, people_of

__all__ = ["CODE", "Person", "Roster", "RosterError", "import_roster", "load_roster", "merge", "names", "save_roster"]


@dataclass(frozen=True)
class Roster:
    """The people, and what the last import did: codes added and updated, problems as Russian sentences."""

    people: tuple[Person, ...] = ()
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    absent: tuple[str, ...] = field(default=(), metadata={"doc": "in the roster, not in the imported file; kept"})
    problems: tuple[str, ...] = ()

    def summary(self) -> str:
        """One Russian line about the import."""
        return (
            f"В списке {len(self.people)}: добавлено {len(self.added)}, изменено {len(self.updated)}, "
            f"нет в новом файле (оставлены) {len(self.absent)}, замечаний {len(self.problems)}."
        )


def import_roster(path: str | os.PathLike, *, place: Layout | None = None) -> Roster:
    """Add and update people from an .xlsx or .csv list and write `workspace/roster.csv`, readable by its owner only.

    A person keeps the code for ever: found again by the code column, else by name and group, else by a name or an
    e-mail that is theirs alone. Nobody is removed and no code is given twice. Rows that can't be used are told in
    `problems`, the others are taken. Raises RosterError when the file as a whole can't be read.
    """
    place = place or layout()
    rows, problems = people_of(cells_of(Path(path)))
    roster = merge(load_roster(place=place).people, rows, taken=_folders(place))
    roster = replace(roster, problems=(*problems, *roster.problems))
    if rows:
        save_roster(roster.people, place=place)
    return roster


def load_roster(*, place: Layout | None = None) -> Roster:
    """The roster as it stands; empty when there is none. Raises RosterError when the file is damaged."""
    path = (place or layout()).roster
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Roster()
    except (OSError, UnicodeDecodeError) as error:
        raise RosterError(f"Список участников {path} не читается: {unread(error)}.") from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if not rows.fieldnames or not {"code", "surname"} <= set(rows.fieldnames):
        raise RosterError(f"В списке участников {path} нет столбцов code и surname: верните файл из копии.")
    return Roster(tuple(Person(**{name: row.get(name) or "" for name in COLUMNS}) for row in rows if row.get("code")))


def save_roster(people: Iterable[Person], *, place: Layout | None = None) -> Path:
    """Write the roster (mode 0600): a temporary file, then a rename."""
    path = (place or layout()).roster
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_MINIMAL)
        table.writerow(COLUMNS)
        table.writerows([getattr(person, name) for name in COLUMNS] for person in people)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    return path


def names(codes: Iterable[str], *, place: Layout | None = None) -> dict[str, str]:
    """Code → full name, for export only; a code that is not in the roster stands for itself."""
    known = {person.code: person.full_name for person in load_roster(place=place).people}
    return {code: known.get(code) or code for code in codes}


def merge(people: Iterable[Person], rows: Iterable[Row | Person], taken: Iterable[str] = ()) -> Roster:
    """Existing people and read rows → the new roster. Pure but for the choice of new codes, which is random.

    `taken` are codes that must not be given out (folders of former participants).
    """
    known = {person.code: person for person in people}
    before = dict(known)
    rows = [row if isinstance(row, Row) else Row(number, row) for number, row in enumerate(rows, 2)]
    problems: list[str] = []
    rows = _without_repeats(rows, problems)
    finder = _Finder(known.values(), [row.person for row in rows])
    met: dict[str, int] = {}
    new: list[Row] = []
    for row in rows:
        code = finder.code_of(row, problems)
        if code is None:
            new.append(row)
        elif code in met:
            problems.append(f"Строка {row.number}: это тот же участник, что в строке {met[code]}; строка пропущена.")
        else:
            met[code] = row.number
            old = known[code]
            known[code] = replace(row.person, code=code, email=row.person.email or old.email,
                                  stepik=row.person.stepik or old.stepik,
                                  group=row.person.group or old.group,
                                  patronymic=row.person.patronymic or old.patronymic)  # fmt: skip
    busy = {code.casefold() for code in (*known, *taken)}
    given = {row.person.code.casefold() for row in new if row.person.code}
    free = _free_codes(sum(not row.person.code for row in new), busy | given)
    added = []
    for row in new:
        code = row.person.code or next(free)
        if code.casefold() in {other.casefold() for other in known}:
            problems.append(f"Строка {row.number}: код «{code}» уже занят другим участником; строка пропущена.")
            continue
        known[code] = replace(row.person, code=code)
        added.append(code)
        met[code] = row.number
    return Roster(
        people=tuple(sorted(known.values(), key=_alphabet)),
        added=tuple(added),
        updated=tuple(code for code in before if known[code] != before[code]),
        absent=tuple(code for code in before if code not in met),
        problems=tuple(problems),
    )


class _Finder:
    """Finds the code a person already has. A name or an e-mail counts only while it belongs to one person."""

    def __init__(self, people: Iterable[Person], rows: Iterable[Person]):
        self.people = list(people)
        self.codes = {person.code.casefold(): person for person in self.people}
        self.rows_by_name = Counter(_name_key(person) for person in rows)
        self.rows_by_email = Counter(person.email.casefold() for person in rows if person.email)

    def code_of(self, row: Row, problems: list[str]) -> str | None:
        person = row.person
        if person.code:
            owner = self.codes.get(person.code.casefold())
            if owner and _name_key(owner) != _name_key(person) and not _same_email(owner, person):
                problems.append(
                    f"Строка {row.number}: под кодом «{owner.code}» раньше было другое имя; "
                    "проверьте, тот ли это человек."
                )
            return owner.code if owner else None
        namesakes = [other for other in self.people if _name_key(other) == _name_key(person)]
        exact = [other for other in namesakes if fold(other.group) == fold(person.group)]
        for group in (exact, namesakes):
            matched = [other for other in group if _same_email(other, person)]
            if len(matched) == 1:
                return matched[0].code
        if len(exact) == 1 and self._alone(person):
            if exact[0].email and person.email:
                problems.append(
                    f"Строка {row.number}: у участника {exact[0].code} сменилась почта; проверьте, тот ли это человек."
                )
            return exact[0].code
        if len(namesakes) == 1 and self._alone(person):
            if not (namesakes[0].email and person.email):
                return namesakes[0].code
            problems.append(
                f"Строка {row.number}: другая группа и другая почта, чем у участника {namesakes[0].code} с тем же "
                "именем; заведён новый код, а если это тот же человек, впишите его код в столбец «код»."
            )
            return None
        if namesakes and not self._alone(person):
            free = [other for other in exact if not other.email or not person.email]
            return free[0].code if len(free) == 1 else None
        by_email = [other for other in self.people if _same_email(other, person)]
        if len(by_email) == 1 and self.rows_by_email[person.email.casefold()] == 1:
            return by_email[0].code
        return None

    def _alone(self, person: Person) -> bool:
        return self.rows_by_name[_name_key(person)] == 1


def _without_repeats(rows: list[Row], problems: list[str]) -> list[Row]:
    kept: list[Row] = []
    seen: dict[tuple, int] = {}
    codes: dict[str, int] = {}
    emails: dict[str, Row] = {}
    for row in rows:
        person = row.person
        # Two rows without anything that tells them apart are one person typed twice.
        key = (_name_key(person), fold(person.group), person.email.casefold(), person.code.casefold())
        if key in seen:
            problems.append(f"Строка {row.number} повторяет строку {seen[key]}; она пропущена.")
            continue
        if person.code and person.code.casefold() in codes:
            first = codes[person.code.casefold()]
            problems.append(f"Строка {row.number}: код «{person.code}» уже стоит в строке {first}; строка пропущена.")
            continue
        seen[key] = row.number
        if person.code:
            codes[person.code.casefold()] = row.number
        if person.email:
            first = emails.setdefault(person.email.casefold(), row)
            if first is not row and _name_key(first.person) != _name_key(person):
                problems.append(f"Строка {row.number}: та же почта, что в строке {first.number}, у другого человека.")
        kept.append(row)
    return kept


def _free_codes(count: int, busy: set[str]):
    """Codes that say nothing of the name or of the order in the list: random numbers, twice as many as are needed."""
    digits = max(2, len(str(2 * (count + len(busy)))))
    numbers = [number for number in range(1, 10**digits) if f"u{number:0{digits}d}" not in busy]
    return iter([f"u{number:0{digits}d}" for number in secrets.SystemRandom().sample(numbers, count)])


def _folders(place: Layout) -> set[str]:
    """Codes that own files, in the roster or not."""
    found = set()
    for folder in (place.participants, place.submitted):
        if folder.is_dir():
            found.update(item.name for item in folder.iterdir() if item.is_dir())
    return found


def _name_key(person: Person) -> tuple[str, str, str]:
    return fold(person.surname), fold(person.name), fold(person.patronymic)


def _same_email(one: Person, other: Person) -> bool:
    return bool(one.email) and one.email.casefold() == other.email.casefold()


def _alphabet(person: Person) -> tuple[str, str, str, str]:
    return (*_name_key(person), person.code)
