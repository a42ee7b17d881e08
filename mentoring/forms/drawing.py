"""Drawing an individual variant in a notebook: made from a seed where the author runs it, read from the released pool
where a participant does. See `mentoring.forms.variant` and docs/contract.md.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mentoring.forms.place import assignment_place
from mentoring.variants import FILE, Variant, seed_of

VARIANT_MIME = "application/vnd.autograder.variant+json"

# What only the key may know of the variants drawn in this (author's) kernel, by name.
_secrets: dict[str, Any] = {}


def draw(name: str, make: Callable[[int], Any]) -> Any:
    """The public part of the variant called `name`: plain JSON, the same for the key and for the participant."""
    place = assignment_place()
    if place.mode != "author":
        return _released(Path.cwd() / FILE, place.owner.variant, name)
    made = make(seed_of(os.environ.get("AUTOGRADER_SEED", "author"), name))
    made = made if isinstance(made, Variant) else Variant(made)
    public = json.loads(json.dumps(made.public, ensure_ascii=False))
    _secrets[name] = made.secret
    from IPython.display import display

    said = f"Вариант «{name}» построен."
    display({VARIANT_MIME: {"name": name, "public": public}, "text/plain": said}, raw=True)
    return public


def hidden(name: str) -> Any:
    """The secret part. Raises RuntimeError where a participant calls it, and for a variant that was not drawn."""
    if assignment_place().mode != "author":
        raise RuntimeError("Ключа варианта здесь нет: он есть только у автора задания.")
    if name not in _secrets:
        raise RuntimeError(f'Вариант «{name}» ещё не построен: сначала выполните ячейку с variant("{name}", …).')
    return _secrets[name]


def _released(path: Path, variant: str, name: str) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))["pool"][variant][name]
    except (OSError, ValueError, KeyError, TypeError):
        raise RuntimeError(
            f"Не нашлись данные вашего варианта ({variant}): файл {FILE} должен лежать рядом с тетрадью. "
            "Обратитесь к преподавателю."
        ) from None
