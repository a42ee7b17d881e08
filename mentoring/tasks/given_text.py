"""What the kit itself gave: documents of its invented school and its drafts, as hashed runs of words.

A reference holds the hashes, scoring asks how much of a participant's document is not among them. Pure, and no text of
ours has to lie in a key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence

RUN = 4
READ = 18_000  # `words` reads no more at once


def hashes(words: Sequence[str]) -> list[str]:
    """Of every run of four words, in order; of a shorter text none."""
    return [_hash(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]


def fingerprint(texts: Iterable[str]) -> tuple[str, ...]:
    """Runs that stand in any of the texts, sorted."""
    from mentoring.tasks.evidence import words

    parts = (words(text[at : at + READ]) for text in texts for at in range(0, len(text), READ))
    return tuple(sorted({one for part in parts for one in hashes(part)}))


def own_share(words: Sequence[str], given: Collection[str]) -> float:
    """The part of the runs that was not given, 0..1; 0 for less than a run."""
    found = hashes(words)
    return sum(one not in given for one in found) / len(found) if found else 0.0


def _hash(run: Sequence[str]) -> str:
    return hashlib.blake2s(" ".join(run).encode(), digest_size=4).hexdigest()
