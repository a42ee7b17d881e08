"""Tables of `datasets/`, the bank of questions and the map of results."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.errors import KitError
from mentoring.bank.coverage import gaps, page, unknown_works
from mentoring.bank.reading import Bank, read_all
from mentoring.bank.works import read_works
from mentoring.data import load, validate_all

from .finding import Finding

DRAFT = "Черновик"
MAP = "python -m mentoring.bank assignments/bank map --output docs/results_map.md"


def tables() -> Iterator[Finding]:
    """Schemas, references between tables, rules of assessment as the grader reads them."""
    from autograder.rules import load_rules

    found = validate_all()
    yield from (Finding(str(problem)) for problem in found)
    if not found:
        try:
            load_rules()
        except KitError as error:
            yield Finding(str(error))


def cases() -> Iterator[Finding]:
    """Every case to classify and every planted defect can be made into a text. Call it when the tables are sound."""
    from mentoring.cases import CaseError, make_case
    from mentoring.cases.situations import make_situation, situations

    for name in situations():
        for level in ("easy", "hard"):
            try:
                make_situation("check", name, level)
            except (CaseError, KeyError, ValueError) as error:
                yield Finding(f"Случай {name} (таблицы case_situations, case_sentences): {error}")
    for defect in sorted(set(load("case_wordings")["defect"].dropna())):
        for level in ("easy", "medium", "hard"):
            try:
                make_case("check", level, [defect], decoys=0)
            except (CaseError, KeyError, ValueError) as error:
                yield Finding(f"Дефект {defect} (таблица case_wordings): {error}")


def bank(root: Path) -> Iterator[Finding]:
    """Questions: every cell, how many there are of each result, whether the page of the map is fresh.

    Call it when the tables are sound.
    """
    items, problems = read_all(root / "assignments" / "bank")
    yield from (Finding(f"Банк вопросов. {problem}") for problem in problems)
    results, sessions, plan = load("session_results"), load("sessions"), load("session_plan")
    works = read_works(root / "assignments")
    yield from (Finding(f"Карта результатов. {text}") for text in unknown_works(results, works))
    if problems:
        return
    known = Bank(tuple(sorted(items, key=lambda item: item.id)))
    drafts = {row.id for row in sessions.itertuples() if row.title.startswith(DRAFT)}
    ready = [id for id in sessions["id"] if id not in drafts]
    for text in gaps(known, results, ready):
        session = results.set_index("id")["session"].get(text.partition(":")[0])
        mend = "добавьте вопросы в assignments/bank или практикум в столбец assessed таблицы session_results"
        yield Finding(f"Карта результатов. {text} Что сделать: {mend}.", reminder=session in drafts)
    drafted = bool(drafts) or load("practicums")["title"].str.startswith(DRAFT).any()
    path = root / "docs" / "results_map.md"
    if path.is_file() and path.read_text(encoding="utf-8-sig") != page(known, results, sessions, plan, works):
        yield Finding(f"Страница docs/results_map.md устарела: соберите её заново — {MAP}", reminder=drafted)
