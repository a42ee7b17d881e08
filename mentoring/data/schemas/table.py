"""What every table has: a place in a source and a certainty for each row, and nothing that its schema doesn't name.

How to declare a table (Russian titles and descriptions go to the data page `datasets/README.md`):

    class Forms(Table):
        id: str = Field(unique=True, title="Код", description="Латиницей; на него ссылаются другие таблицы")
        order: int = Field(ge=1, title="Порядок", description="…")
        document: str = Field(title="Документ", description="…", metadata={"refers": "document_kinds.id"})
        date: pd.Timestamp = Field(nullable=True, title="Дата", description="…")

        class Config:
            title = "Формы наставничества"
            description = "Строка — одна форма. Оговорки: …"

    SCHEMAS = {"forms": Forms}

Where a pattern needs words: `metadata={"expected": "ожидается …"}`, else the description is said.
A key of several columns: `unique = ["a", "b"]` in Config. A nullable integer: `pd.Int64Dtype`. A rule for a row:
`@dataframe_check(error="по-русски, что ожидается")`, a method that returns a boolean Series.
"""

import pandera.pandas as pa

CERTAINTY = {
    "source": "стоит в исходных документах",
    "confirmed": "подтверждено открытой публикацией",
    "inferred": "наш вывод или расчёт",
    "uncertain": "не подтверждено; не учится как факт и не стоит баллов",
}


class Table(pa.DataFrameModel):
    """Base of every schema: strict columns, a source and a certainty for each row."""

    source: str = pa.Field(
        str_matches=r"^(00[0-4]:\d+|domain |design |https?://)",
        title="Источник",
        description="Документ и строка вида 002:308 (файлы 000–004), раздел доменного справочника вида domain 1b, "
        "замысел курса (design) или адрес страницы; несколько — через точку с запятой",
        metadata={"expected": "ожидается место вида 002:308, «domain 1b», «design §6» или адрес страницы"},
    )
    certainty: str = pa.Field(
        isin=list(CERTAINTY),
        title="Достоверность",
        description="; ".join(f"{code} — {meaning}" for code, meaning in CERTAINTY.items()),
    )

    class Config:
        strict = True
        coerce = True
