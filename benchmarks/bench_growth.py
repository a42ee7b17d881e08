"""What one more submission costs in a large class: `mentoring grade practicum_1` for 1, 100 and 2 000 works.

`grade_growth`: added wall time of one more at 2 000 against that at 100, start-up subtracted (medians of turns);
`grade_growth_processor`: the same in processor time of all its processes, which busy neighbours change less.
`grade_memory_growth`: peak memory of the largest process, 2 000 to 100.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from benchmarks.classroom import ASSIGNMENT, course, hand_in

SIZES = (1, 100, 2_000)
TURNS = 3


def run() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-growth-") as folder:
        places = {size: course(Path(folder) / str(size)) for size in SIZES}
        for size, place in places.items():
            hand_in(place, size)
            place.mentoring("grade", ASSIGNMENT)  # the rows are there: every turn then does the same
        costs = {size: [] for size in SIZES}
        for _ in range(TURNS):
            for size in (1, 100, 1, 100, 2_000):
                costs[size].append(places[size].cost("grade", ASSIGNMENT, "--force"))
    wall, processor, memory = (
        {size: statistics.median(cost[part] for cost in costs[size]) for size in SIZES} for part in range(3)
    )
    return {
        "grade_growth": _growth(wall),
        "grade_growth_processor": _growth(processor),
        "grade_memory_growth": memory[2_000] / memory[100],
        "grade_milliseconds_each": 1000 * (wall[2_000] - wall[100]) / 1_900,
        "grade_peak_mb": memory[2_000] / 1024,
    }


def _growth(seconds: dict[int, float]) -> float:
    return ((seconds[2_000] - seconds[100]) / 1_900) / ((seconds[100] - seconds[1]) / 99)
