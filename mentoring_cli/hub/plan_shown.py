"""Tables and the chart of docs/region_plan.ipynb."""

from __future__ import annotations

import html

from mentoring.charts import Chart, draw, label_axes, russian_ticks
from mentoring.wording import number_ru
from mentoring_cli.hub.plan import Item, Plan, plan, sensitivity


class Table:
    """Rows as HTML and as plain text."""

    def __init__(self, head: list[str], rows: list[list[str]]):
        self.head, self.rows = head, rows

    def _repr_html_(self) -> str:
        def line(cells: list[str], tag: str) -> str:
            return "<tr>" + "".join(f'<{tag} style="text-align:left">{html.escape(c)}</{tag}>' for c in cells) + "</tr>"

        return f"<table>{line(self.head, 'th')}{''.join(line(row, 'td') for row in self.rows)}</table>"

    def __repr__(self) -> str:
        return "\n".join(" | ".join(row) for row in [self.head, *self.rows])


def assumptions(table: dict[str, Item]) -> Table:
    rows = [
        [item.name, f"{_number(item.value)} {item.unit}", f"{_number(item.low)}–{_number(item.high)}", item.why]
        for item in table.values()
    ]
    return Table(["что", "значение", "от–до", "откуда"], rows)


def answer(made: Plan) -> Table:
    rows = [
        ["одновременно работают", f"{_number(made.online)} чел."],
        ["серверов для страниц участников", f"{made.servers} (ограничивает {made.limited_by})"],
        ["хабов", f"{made.hubs}"],
        ["журнал оценок к концу курса", f"{_number(made.database_gb)} ГБ"],
        ["файлы работ и отзывов", f"{_number(made.files_gb)} ГБ"],
        [
            "сдают в секунду в последнюю минуту, на всех серверах",
            f"{_number(made.hand_ins_per_second)} (одна машина в два ядра приняла {_number(made.hand_ins_measured)})",
        ],
        ["строк журнала в секунду в ночь проверки", f"{_number(made.rows_per_second)}"],
        ["часов одного ядра на проверку ночи срока", f"{_number(made.grader_hours)}"],
        ["проверяющих машин", f"{made.grader_machines}"],
        ["проверяющих людей на свободные ответы одного срока", f"{_number(made.people)}"],
        ["стоимость машин и дисков на участника за курс", f"{_number(made.cost_each)} руб."],
    ]
    return Table(["что", "сколько"], rows)


def chart(table: dict[str, Item], count: int = 6) -> Chart:
    """What the cost per participant depends on most."""
    moved = sensitivity(table)[:count]
    middle = plan(table).cost_each

    def paint(axes) -> None:
        for at, (_, low, high) in enumerate(reversed(moved)):
            axes.barh(
                at, low - middle, left=middle, color="#0072B2", height=0.6, label="нижняя граница" if not at else None
            )
            axes.barh(at, high - middle, left=middle, color="#E69F00", height=0.6,
                      label="верхняя граница" if not at else None)  # fmt: skip
        axes.set_yticks(range(len(moved)), [name for name, _, _ in reversed(moved)])
        axes.axvline(middle, color="#1B1F24", linewidth=1)
        axes.legend(loc="lower right")
        label_axes(axes, "рублей на участника за курс", "", grid="x")
        russian_ticks(axes.xaxis)

    first = moved[0][0]
    return draw(
        paint,
        title=f"Стоимость сильнее всего зависит от строки «{first}»",
        source="расчёт по benchmarks/results.json и таблице допущений",
        alt="Полосы: как меняется стоимость на участника, когда одна строка таблицы берётся по нижней или по верхней "
        "границе. Сверху вниз: " + "; ".join(f"{n}: {_number(lo)}–{_number(hi)} руб." for n, lo, hi in moved),
        size=(11, 6.2),
    )  # fmt: skip


def _number(value: float) -> str:
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    return number_ru(round(value, digits), digits)
