"""Self-test of tasks that take files: made-up files go through the sandboxed parser as a participant's do.

Reading costs seconds, so it is done for the key that everybody shares; the other variants are looked at as forms.
Where nothing isolates the parser, nothing is tested and nothing is said: such works wait for a person anyway.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from autograder import grading, registry, sandbox, uploads
from autograder.answers import Answers
from autograder.grading import Grade
from autograder.key import Key, Task

BROKEN = b"PK\x03\x04 this is no document"


def problems(key: Key, task: Task, maker: Callable[..., Any]) -> Iterator[str]:
    """What a task with files does wrong, as Russian sentences. `maker`: of made-up answers, with `files`."""
    if not registry.worker(task.kind) or not sandbox.available() or task.voided:
        return
    right = maker(task.question, task.reference, 1.0, "right")
    if not right:
        return
    made = maker.files(task.question, task.reference, 1.0, "right")
    got = graded(key, task, right, made)
    if got.fraction != 1.0:
        missed = next((str(r.get("criterion")) for r in got.remarks if r.get("verdict") not in ("right", "info")), "")
        yield f"верные файлы получили {got.score} из {got.max:g} (критерий: {missed[:80]})"
    bare = graded(key, task, right | {"evidence": {}}, made)
    if bare.fraction is None or bare.fraction >= 0.6 and any(one.get("evidence") for one in task.question["criteria"]):
        yield f"файлы без единой цитаты получили {bare.score} из {bare.max:g}"
    weak = maker(task.question, task.reference, 0.3, "weak")
    poor = graded(key, task, weak, maker.files(task.question, task.reference, 0.3, "weak"))
    if poor.fraction is None or poor.fraction >= 0.6:
        yield f"неполные файлы получили {poor.score} из {poor.max:g}"
    name = str(right["files"][0]["file"])
    digest = hashlib.sha256(BROKEN).hexdigest()
    spoilt = {"files": [right["files"][0] | {"sha256": digest, "size": len(BROKEN)}], "evidence": {}}
    lost = graded(key, task, spoilt, {name: BROKEN})
    if lost.outcome != "unreadable" or lost.score:
        yield f"нечитаемый файл получил исход «{lost.outcome}», баллы {lost.score}"


def graded(key: Key, task: Task, form: dict[str, Any], files: Mapping[str, bytes]) -> Grade:
    """The grade of a form whose files lie beside it."""
    with tempfile.TemporaryDirectory(prefix="selftest-") as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        read = uploads.read(Path(folder), registry.worker(task.kind), task.question, form)
    given = Answers({task.id: form}, present=True)
    return grading.grade(key, given, {}, {task.id: task.points}, {task.id: read} if read else {})[task.id]
