"""`make bench`: every `bench_*.py` here has `run() -> dict[str, float]`; names and figures go to results.json.

Figures of a partial run replace only their own names, so that one bench can be repeated. A bench with `ASKED_ONLY` is
run when it is named and keeps its figures (`<name>_…`) otherwise.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"


def main(names: list[str]) -> int:
    found = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    unknown = sorted(set(names) - set(found))
    if unknown:
        print(f"Нет замера {', '.join(unknown)}; есть: {', '.join(found)}.")
        return 2
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    asked_only = {name for name in found if "ASKED_ONLY = True" in (HERE / f"bench_{name}.py").read_text("utf-8")}
    if not names:
        results = {key: value for key, value in results.items() if key.partition("_")[0] in asked_only}
    failed = []
    for name in names or [name for name in found if name not in asked_only]:
        started = time.perf_counter()
        print(f"{name}…", flush=True)
        try:
            figures = importlib.import_module(f"benchmarks.bench_{name}").run()
        except Exception as error:  # one bench that can't run here must not hide the others
            failed.append(name)
            print(f"  не удалось: {type(error).__name__}: {error}")
            continue
        if name in asked_only:  # a step that was not reached this time leaves nothing of last time
            results = {key: value for key, value in results.items() if key.partition("_")[0] != name}
        results.update({key: round(float(value), 4) for key, value in figures.items()})
        print(f"  {time.perf_counter() - started:.0f} с")
    table = Table("замер", "значение")
    for key in sorted(results):
        table.add_row(key, f"{results[key]:g}")
    Console().print(table)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
