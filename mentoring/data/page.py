"""The data page, made from the schemas alone, so that an added row leaves it true:
`python -m mentoring.data.page > datasets/README.md`."""

from __future__ import annotations

import sys

from .schemas import SCHEMAS
from .schemas.table import CERTAINTY, Table
from .tables import kind_of

HEAD = """# Данные комплекта

Эта страница собрана из схем таблиц командой `python -m mentoring.data.page > datasets/README.md`; руками её не правят.

Таблицы — файлы CSV в UTF-8. Их можно править в табличном редакторе: разделитель — запятая или точка с запятой, даты —
2021-09-01 или 01.09.2021, пустая ячейка — нет данных. После правки таблица проверяется при первом же обращении; об
ошибке говорит одна фраза: таблица, строка (заголовок — строка 1), столбец, значение и что ожидалось. В программе:
`mentoring.data.load("orders")`. Другая папка с таблицами задаётся переменной `MENTORING_DATASETS`.

Столбцы «title», «name», «requisite», «formula», «raw» и названия организаций буквальны; остальные тексты написаны для
комплекта. У каждой строки есть источник `source` и достоверность `certainty`.

`words.txt` — не таблица, а словарь комплекта: слова, которых нет в общем словаре русского языка, но которые в курсе
верны (сокращения, термины, имена). Его читает проверка правописания; слово добавляют строкой.
"""


def page() -> str:
    """The whole page as Markdown: every table with its rows, columns, caveats and places in the sources."""
    parts = [HEAD, _legend(), _contents()]
    parts += [_table(name, schema) for name, schema in SCHEMAS.items()]
    return "\n".join(parts)


def _legend() -> str:
    source = Table.to_schema().columns["source"]
    lines = [
        "| Достоверность | Значение |",
        "|---|---|",
        *(f"| `{code}` | {text} |" for code, text in CERTAINTY.items()),
    ]
    return f"Источник: {_lower(source.description)}.\n\n" + "\n".join(lines) + "\n"


def _contents() -> str:
    lines = ["| Таблица | Что в ней |", "|---|---|"]
    lines += [f"| [{name}](#{name}) | {schema.to_schema().title} |" for name, schema in SCHEMAS.items()]
    return "\n".join(lines) + "\n"


def _table(name: str, model: type[Table]) -> str:
    schema = model.to_schema()
    lines = [
        f"## {name}",
        "",
        f"**{schema.title}.** {schema.description or ''}".rstrip(),
        "",
        f"Файл [{name}.csv]({name}.csv).",
        "",
        "| Столбец | Название | Что значит | Вид |",
        "|---|---|---|---|",
    ]
    own = [column for column in schema.columns.values() if column.name not in ("source", "certainty")]
    lines += [f"| `{c.name}` | {c.title or ''} | {_escaped(_meaning(c))} | {_kind(c)} |" for c in own]
    return "\n".join(lines) + "\n"


def _meaning(column) -> str:
    refers = (column.metadata or {}).get("refers")
    return (column.description or "") + (f" → {refers}" if refers else "")


def _kind(column) -> str:
    kind = {"str": "текст", "int": "целое", "float": "число", "date": "дата", "bool": "да/нет"}[
        kind_of(str(column.dtype))
    ]
    return kind + (", бывает пусто" if column.nullable else "")


def _escaped(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    print(page(), end="")
