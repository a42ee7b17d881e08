"""Writing portfolios: `<code>.zip` and `<code>.docx` a participant, readable by their owner only (they hold names)."""

from __future__ import annotations

import zipfile
from pathlib import Path

from autograder.errors import KitError
from autograder.layout import Layout, check_name, layout
from autograder.progress import replaced
from publishing.portfolio.certificate import certificate_docx
from publishing.portfolio.collect import Gatherer, Portfolio
from publishing.portfolio.word import portfolio_docx

WHOLE, CERTIFICATE, PAGE = "портфолио.docx", "проект справки об окончании.docx", "отзыв.html"


def make_portfolio(code: str, folder: Path | None = None, *, place: Layout | None = None) -> list[Path]:
    """Write the archive and the Word file of one participant. Raises KitError for a code nobody has."""
    place = place or layout()
    gatherer = Gatherer(place)
    line = next((line for line in gatherer.sheet.lines if line.person.code == check_name(code)), None)
    if line is None:
        raise KitError(f"Участника с кодом «{code}» нет ни в списке, ни среди сданных работ.")
    return write(gatherer.portfolio(line), folder or place.reports / "portfolio")


def make_all(folder: Path | None = None, *, place: Layout | None = None) -> list[Path]:
    """Portfolios of everybody in the list."""
    place = place or layout()
    gatherer = Gatherer(place)
    folder = folder or place.reports / "portfolio"
    return [path for line in gatherer.sheet.lines for path in write(gatherer.portfolio(line), folder)]


def write(portfolio: Portfolio, folder: Path) -> list[Path]:
    """Both files of a portfolio; paths of the .zip and the .docx."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = portfolio_docx(portfolio)
    files = {WHOLE: whole, CERTIFICATE: certificate_docx(portfolio)}
    for number, piece in enumerate(portfolio.pieces, 1):
        at = f"{number:02d} {piece.assignment}"
        if piece.page:
            files[f"{at}/{PAGE}"] = piece.page
        files |= {f"{at}/{name}": content for name, content in (piece.documents | piece.uploads).items()}

    def archive(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in files.items():
                made.writestr(name, content)

    return [
        replaced(folder / f"{portfolio.code}.zip", archive),
        replaced(folder / f"{portfolio.code}.docx", lambda path: path.write_bytes(whole)),
    ]
