"""Makes requirements.lock anew from pyproject.toml (needs `uv` in the environment: pip install uv)."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = (
    "# Locked versions of everything pyproject.toml asks for (all extras), for every platform.\n"
    "# Made anew by `make lock`; names no index and no registry.\n"
)


def main() -> None:
    command = [
        sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11",
        "--all-extras", "--no-emit-index-url", "--no-annotate", "--no-header", "--quiet", "--upgrade",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"Не удалось собрать requirements.lock: {done.stderr.strip()}")
    (ROOT / "requirements.lock").write_text(HEADER + done.stdout, encoding="utf-8")


if __name__ == "__main__":
    main()
