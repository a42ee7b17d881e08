"""Makes requirements.lock anew from pyproject.toml; versions stay unless `--upgrade` is given (needs `uv`)."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
HEADER = (
    "# Locked versions of everything pyproject.toml asks for (all extras), for every platform.\n"
    "# Made anew by `make lock`; names no index and no registry.\n"
)


def main() -> None:
    command = [
        sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11",
        "--all-extras", "--no-emit-index-url", "--no-annotate", "--no-header", "--quiet",
        "--output-file", str(LOCK), *sys.argv[1:],
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"Не удалось собрать requirements.lock: {done.stderr.strip()}")
    LOCK.write_text(HEADER + LOCK.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main()
