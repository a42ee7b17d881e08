"""`mentoring anonymise FILE…`: people replaced by codes before a document is handed in or sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add the command to the command line."""

    @app.command(cls=Command)
    def anonymise(
        files: Annotated[
            list[Path], typer.Argument(metavar="ФАЙЛ…", help="документы .docx, .odt, .txt; из .pdf получится .docx")
        ],
        output: Annotated[Path | None, typer.Option("--output", metavar="ПАПКА", help="куда записать")] = None,
        key: Annotated[
            Path | None, typer.Option("--key", metavar="ФАЙЛ.csv", help="записать, кто под каким кодом; хранить у себя")
        ] = None,
    ) -> None:
        """Заменить в документах имена и контакты кодами.

        Один человек получает один код во всех файлах; прежние файлы не меняются."""
        import csv

        from autograder.errors import KitError, reason
        from mentoring.documents import DocumentError
        from mentoring.documents.anonymising import anonymise as run
        from mentoring.documents.codes import Codebook

        book, failed = Codebook(), False
        for file in files:
            try:
                made = run(file.read_bytes(), file.name, book)
                folder = output or file.parent
                folder.mkdir(parents=True, exist_ok=True)
                path = folder / f"{Path(made.name).stem} (коды){Path(made.name).suffix}"
                path.write_bytes(made.content)
                say(f"{path}: {made.said}")
                for note in made.notes:
                    say(f"  {note}")
            except DocumentError as error:
                failed = True
                say(str(error))
            except OSError as error:
                failed = True
                say(f"Файл «{file}» не прочитать или не записать: {reason(error)}.")
        if key is not None:
            with key.open("w", encoding="utf-8-sig", newline="") as table:
                csv.writer(table, delimiter=";").writerows([("код", "кто"), *book.names.items()])
            say(f"Кто под каким кодом: {key}. Храните у себя и не сдавайте.")
        say("Замена ищет похожее на имена и контакты; перечитайте документ: редкое имя она могла пропустить.")
        if failed:
            raise KitError("Обработаны не все файлы.")
