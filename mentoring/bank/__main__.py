"""Commands of the instructor's side: `python -m mentoring.bank FOLDER check | entrance | final | map`.

`entrance` and `final` compose a test (`--seed`, the same for both), `map` writes the map of results, `check` reads the
bank and says what is wrong in it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mentoring.bank.coverage import counts, page
from mentoring.bank.notebook import as_text, compose
from mentoring.bank.reading import read_all, read_bank
from mentoring.bank.works import read_works
from mentoring.data import DataError, load

SEED = 2026


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m mentoring.bank", description="Банк вопросов")
    parser.add_argument("folder", type=Path, help="папка с таблицами банка, например assignments/bank")
    parser.add_argument("what", choices=["check", "entrance", "final", "map"], help="что сделать")
    parser.add_argument("--seed", type=int, default=SEED, help="зерно; у входного и итогового теста одно и то же")
    parser.add_argument("--output", type=Path, help="куда записать; без него — на экран")
    asked = parser.parse_args(arguments)
    try:
        if asked.what == "check":
            return _check(asked.folder)
        _write(_made(asked.folder, asked.what, asked.seed), asked.output)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _made(folder: Path, what: str, seed: int) -> str:
    bank = read_bank(folder)
    if what == "map":
        tables = (load(name) for name in ("session_results", "sessions", "session_plan"))
        return page(bank, *tables, read_works(folder.resolve().parent))
    results = dict(load("session_results")[["id", "result"]].itertuples(index=False))
    sessions = dict(load("sessions")[["id", "title"]].itertuples(index=False))
    return as_text(compose(bank, what, seed, results, sessions))


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8", newline="\n")
    print(f"Записано: {output}")


def _check(folder: Path) -> int:
    items, problems = read_all(folder)
    for problem in problems:
        print(problem)
    print(counts(items))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
