"""Individual variants: the secret their seeds come from, which one is whose, and what of the pool a person gets.

A pool is made at release (`autograder.reference`): public parts in `variants.json` beside the notebook, keys on the
instructor's side only. Seeds come from `workspace/secret`, so that nobody makes a key from what a participant has.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.errors import KitError
from autograder.files import write_text
from autograder.layout import Layout

FILE = "variants.json"
NOTE = "release.json"
BASE = "base"
MIME = "application/vnd.autograder.variant+json"
SIZE = 24
SCHEMA = 1
CALL = re.compile(r"^[^#\n]*\bvariant\s*\(", re.M)


def names() -> list[str]:
    """Names of the variants of a pool: `v01` and so on."""
    return [f"v{number:02d}" for number in range(1, SIZE + 1)]


def seeds(place: Layout, assignment: str) -> dict[str, str]:
    """Variant → seed (hex) for the pool and for `base`, which nobody is given: points and cells come from it."""
    key = _secret(place)
    return {
        name: hmac.new(key, f"{assignment}\0{name}".encode(), hashlib.sha256).hexdigest() for name in [BASE, *names()]
    }


def assigned(assignment: str, code: str, pool: Sequence[str]) -> str:
    """The variant of a participant; the same rule stands in `mentoring.variants` (docs/contract.md)."""
    return sorted(pool)[int.from_bytes(hashlib.sha256(f"{assignment}\0{code}".encode()).digest()[:8]) % len(pool)]


def chosen(assignment: str, code: str, stated: str, pool: Sequence[str]) -> tuple[str, str]:
    """The variant a work is graded by, and what is suspicious of it («» when nothing is).

    A work is graded by the variant it was made from, also when that is somebody else's: this is told, never punished.
    """
    if not pool:
        return stated or BASE, ""
    own = assigned(assignment, code, pool)
    if stated in ("", BASE):
        return own, ""
    if stated != own and stated in pool:
        return stated, f"работа сделана по варианту {stated}, а участнику {code} выдан {own}; оценена по {stated}"
    return stated, ""


def pool_note(assignment: str, release: str, public: Mapping[str, Mapping[str, Any]]) -> bytes:
    """`variants.json`: what participants see of every variant."""
    data = {"schema": SCHEMA, "assignment": assignment, "release": release, "pool": public}
    return json.dumps(data, ensure_ascii=False).encode("utf-8") + b"\n"


def personal(files: Mapping[str, bytes], assignment: str, code: str = "", variant: str = "") -> dict[str, bytes]:
    """Released files (name → bytes) for one person: `variants.json` holds their variant only and `release.json`
    names it. `variant` wins over `code`. Files of an assignment without variants come back as they are."""
    if FILE not in files:
        return dict(files)
    data, note = json.loads(files[FILE]), json.loads(files[NOTE])
    variant = variant or assigned(assignment, code, list(data["pool"]))
    if variant not in data["pool"]:
        raise KitError(f"В выпуске задания «{assignment}» нет варианта «{variant[:40]}».")
    note.pop("variants", None)
    data["pool"] = {variant: data["pool"][variant]}
    return {
        **files,
        FILE: json.dumps(data, ensure_ascii=False).encode("utf-8") + b"\n",
        NOTE: json.dumps(note | {"variant": variant}, ensure_ascii=False, indent=1).encode("utf-8") + b"\n",
    }


def fingerprint(place: Layout) -> str:
    """What a key with variants depends on besides its content; says nothing of the secret."""
    return hashlib.sha256(b"fingerprint\0" + _secret(place) + str(SIZE).encode()).hexdigest()


def _secret(place: Layout) -> bytes:
    """The workspace's secret, made at the first release that needs it; readable by its owner only."""
    try:
        text = place.secret.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        text = secrets.token_hex(32)
        write_text(place.secret, text + "\n", 0o600)
    except (OSError, UnicodeDecodeError) as error:
        raise KitError(f"Секрет вариантов {place.secret} не читается: верните файл из копии ({error}).") from error
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise KitError(f"Секрет вариантов {place.secret} повреждён: верните файл из копии.")
    return bytes.fromhex(text)
