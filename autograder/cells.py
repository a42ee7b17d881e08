"""Writing answers, scores and explanations into a rebuilt notebook, and reading them back for the feedback.

Everything of the participant stands in comments, in escaped HTML of the views or in JSON; nothing is executed.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import registry
from autograder.errors import KitError
from autograder.files import read_json
from autograder.grading import Grade
from autograder.key import Key
from autograder.rebuild import joined, meta_of

NOTE = "autograder"
MAX_COMMENT = 6_000
MAX_OUTPUT = 4_000
OUTCOMES = {
    "unanswered": "нет ответа",
    "unreadable": "ответ не прочитан",
    "scored": "оценено",
    "manual": "оценит преподаватель",
}


@dataclass(frozen=True)
class Graded:
    """What an autograded notebook says of itself: the feedback is made of this, the key and the gradebook."""

    participant: str
    assignment: str
    release: str
    variant: str
    grades: dict[str, Grade]


def write(
    notebook: dict[str, Any], key: Key, participant: str, grades: dict[str, Grade], code: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """Fills the cells of a rebuilt notebook in place and returns it; only plain JSON types go in."""
    for cell in notebook["cells"]:
        meta = meta_of(cell)
        name = meta.get("grade_id", "")
        if name in grades:
            _graded_cell(cell, bool(meta.get("solution")), grades[name], key)
        elif name.endswith("-key") and name[:-4] in grades:
            _answer_cell(cell, grades[name[:-4]], key)
        elif name.endswith("-code") and name[:-5] in code:
            _code_cell(cell, code[name[:-5]])
    notebook["metadata"][NOTE] = {
        "schema": 1,
        "participant": participant,
        "assignment": key.assignment,
        "release": key.release,
        "variant": key.variant,
        "tasks": {name: grade.to_json() for name, grade in grades.items()},
    }
    return notebook


def read(path: Path) -> Graded:
    """The grades kept in an autograded notebook. Raises KitError for a notebook of another make."""
    note = read_json(path).get("metadata", {}).get(NOTE)
    if not isinstance(note, dict) or note.get("schema") != 1:
        raise KitError(f"В блокноте {path} нет итогов проверки: оцените работу ещё раз.")
    grades = {name: Grade(**{**task, "remarks": tuple(task["remarks"])}) for name, task in note["tasks"].items()}
    return Graded(note["participant"], note["assignment"], note["release"], note["variant"], grades)


def _graded_cell(cell: dict[str, Any], is_text: bool, grade: Grade, key: Key) -> None:
    if is_text:
        _answer_cell(cell, grade, key)
        return
    score = 0.0 if grade.score is None else grade.score
    cell["execution_count"] = 1
    cell["outputs"] = [_result(repr(float(score))), _html(_summary(grade))]


def _answer_cell(cell: dict[str, Any], grade: Grade, key: Key) -> None:
    """An untouched cell means «No response.» to nbgrader, so that only a given answer changes it."""
    answer = _form_part(grade)
    lost = grade.outcome == "unreadable" and grade.answer is None
    if grade.outcome == "unanswered" or (answer is None and not lost):
        return
    source = joined(cell["source"]).rstrip("\n")
    comment = "# Ответ участника прочитать не удалось" if lost else _comment(answer)
    cell["source"] = f"{source}\n{comment}" if source else comment
    cell["outputs"] = [_html(_view(grade, key))]


def _code_cell(cell: dict[str, Any], result: dict[str, Any]) -> None:
    error = str(result.get("error") or "")
    shown = error or json.dumps(result.get("value"), ensure_ascii=False)
    cell["outputs"] = [{"name": "stderr" if error else "stdout", "output_type": "stream", "text": shown[:MAX_OUTPUT]}]


def _form_part(grade: Grade) -> Any:
    answer = grade.answer
    return answer["form"] if isinstance(answer, dict) and set(answer) == {"form", "code"} else answer


def _comment(answer: Any) -> str:
    text = json.dumps(answer, ensure_ascii=False, sort_keys=True)
    if len(text) > MAX_COMMENT:
        text = text[:MAX_COMMENT] + " …"
    return "# Ответ участника:\n# " + text.replace("\u2028", " ").replace("\u2029", " ").replace("\x85", " ")


def _view(grade: Grade, key: Key) -> str:
    task = key.tasks[grade.id]
    score = {"outcome": grade.outcome, "fraction": grade.fraction, "remarks": [dict(r) for r in grade.remarks]}
    return registry.drawn(task.kind, task.question, grade.answer, score, readable=grade.outcome != "unreadable")


def _summary(grade: Grade) -> str:
    points = "—" if grade.score is None else _number(grade.score)
    lines = [f"<p><strong>{points} из {_number(grade.max)}</strong> · {OUTCOMES.get(grade.outcome, grade.outcome)}</p>"]
    shown_with_answer = grade.outcome == "scored" and _form_part(grade) is not None
    for remark in () if shown_with_answer else grade.remarks:
        text = ": ".join(str(remark[part]) for part in ("criterion", "text") if remark.get(part))
        lines.append(f"<p>{html.escape(text)}</p>")
    return "".join(lines)


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _result(text: str) -> dict[str, Any]:
    return {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": text}}


def _html(text: str) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": {"text/html": text}}
