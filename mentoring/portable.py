"""A Word document as .pdf through LibreOffice, where it is installed; where it is not, one sentence says so."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 50


class NoConverter(RuntimeError):
    """No .pdf could be made; the message is one Russian sentence that tells what to do."""


def converter() -> str | None:
    """Path of LibreOffice, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(document: bytes) -> bytes:
    """The same document as .pdf. Raises NoConverter."""
    program = converter()
    if program is None:
        raise NoConverter(
            "Файл .pdf делает LibreOffice, а на этом компьютере его нет: скачайте .docx и сохраните его как PDF в Word."
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "card.docx"
        source.write_bytes(document)
        command = [program, f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless",
                   "--convert-to", "pdf", "--outdir", folder, str(source)]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise NoConverter(
                "LibreOffice не справился с документом: скачайте .docx и сохраните его как PDF."
            ) from error
