"""Folders that everybody's code may read: the tables and what is remembered of them.

The grading engine asks for them (`autograder.public`) before it knows whether a table is needed: nothing heavy is
imported here.
"""

from __future__ import annotations

import os
from pathlib import Path


def datasets() -> Path:
    """`MENTORING_DATASETS`, else `datasets/` beside the package."""
    given = os.environ.get("MENTORING_DATASETS")
    return Path(given) if given else Path(__file__).resolve().parents[1] / "datasets"


def remembered() -> Path:
    """`MENTORING_CACHE`, else the user's cache directory."""
    given = os.environ.get("MENTORING_CACHE")
    if given:
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_cache_dir("mentoring-kit"))
