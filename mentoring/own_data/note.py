"""The analytical note («аналитическая справка») on an own municipality: a Word file, a draft to be finished."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mentoring import paper
from mentoring.wording import NBSP, count_ru, number_ru, percent_ru, points_ru

from .figures import STATUS, Advice, Figures
from .keeping import Kept
from .kinds import KINDS

MARK = "Проект. Подготовлен комплектом «Наставничество в образовании»; проверьте и дополните."
BLANK = "впишите"
LISTED = 12


def note_docx(found: Figures, data: Kept, today: dt.date | None = None) -> bytes:
    """The note: what data, shares and gaps, the register, statuses, recommendations, what can't be concluded."""
    today = today or dt.date.today()
    document = paper.page(f"Аналитическая справка: {found.municipality}", numbered=True, size=12)
    paper.text(document, MARK, italic=True, size=9.5, align="right", after=8)
    paper.text(document, "Аналитическая справка", bold=True, size=15, align="center")
    paper.text(document, "о состоянии документов по наставничеству педагогических работников", align="center")
    paper.text(document, found.municipality, bold=True, align="center", after=6)
    paper.text(document, f"по состоянию на {today:%d.%m.%Y}", align="center", after=8)
    number = 0

    def heading(words: str) -> None:
        nonlocal number
        number += 1
        paper.heading(document, f"{number}. {words}", size=13)

    heading("На каких данных")
    rows = [(KINDS[kind], about["file"], f"{about['rows']} из {about['given']}") for kind, about in data.about.items()]
    paper.table(document, [6.5, 8.0, 3.5], ["Таблица", "Файл", "Взято строк"], rows, centred=(2,))
    if found.documents:
        heading("Доли документов и разрывы")
        _shares(document, found)
    if found.orders:
        heading("Реестр приказов")
        _register(document, found)
    if found.statuses:
        heading("Статусы пакетов документов")
        rows = [(STATUS[code], len(who), _names(who)) for code, who in found.statuses.items()]
        paper.table(document, [4.5, 2.0, 11.5], ["Статус", "Всего", "Организации"], rows, centred=(1,))
    heading("Адресные рекомендации")
    _advice(document, found.advice)
    heading("Чего эти данные не доказывают")
    for line in found.limits or ("Оговорок нет.",):
        paper.text(document, f"• {line}", align="justify", left=0.6, after=2)
    paper.signatures(document, [("Справку подготовил", "", "(должность)")], places=(9.5, 14.5))
    return paper.to_bytes(document)


def _shares(document: Any, found: Figures) -> None:
    rows = [
        (
            one.title,
            f"{one.have} из {one.total}" if one.total else "не названо",
            percent_ru(one.share, 1),
            "" if one.gap is None else points_ru(-one.gap, 1),
            "" if one.region is None else percent_ru(one.region, 0),
        )
        for one in found.documents
    ]
    head = ["Документ", "Организаций", "Доля", "К приказам о парах", "Регион, ноябрь 2023"]
    paper.table(document, [5.6, 3.2, 2.4, 3.4, 3.4], head, rows, centred=(1, 2, 3, 4))
    worst = min(found.documents, key=lambda one: one.share)
    paper.body(document, f"Реже всего встречается документ «{worst.title}»: {percent_ru(worst.share, 1)}.", before=6)
    for one in found.documents:
        if one.without:
            paper.body(document, f"Нет документа «{one.title}»: {_names(one.without)}.")
        if one.unknown:
            told = count_ru(one.unknown, "организация", "организации", "организаций")
            paper.body(document, f"О документе «{one.title}» не ответили: {told}; в долю они не входят.")


def _register(document: Any, found: Figures) -> None:
    told = count_ru(len(found.orders), "приказ", "приказа", "приказов")
    dated = sum(bool(row["date"]) for row in found.orders)
    paper.body(document, f"В реестре {told}, с полной датой — {number_ru(dated)}.", after=6)
    if not found.doubts:
        paper.body(document, "Сомнительных реквизитов нет.")
        return
    rows = [(one.words, len(one.organizations), _names(one.organizations), one.todo) for one in found.doubts]
    head = ["Что вызывает вопрос", "Строк", "Организации", "Что сделать"]
    paper.table(document, [4.6, 1.4, 6.6, 5.4], head, rows, centred=(1,))


def _advice(document: Any, advice: tuple[Advice, ...]) -> None:
    if not advice:
        paper.body(document, "По правилам комплекта рекомендаций нет.")
        return
    rows = [
        (number, one.addressee, one.text + _concerned(one), BLANK, BLANK)
        for number, one in enumerate(advice, 1)
    ]  # fmt: skip
    head = ["№", "Кому", "Что сделать", "Срок", "Чем подтвердить"]
    paper.table(document, [0.9, 3.2, 9.2, 1.9, 2.8], head, rows, centred=(0, 3, 4), mark=BLANK)
    paper.text(document, "Срок и подтверждение вписывает составитель: правила их не знают.", size=9.5, before=3)


def _concerned(one: Advice) -> str:
    return f" Кого касается: {_names(one.organizations)}." if one.organizations else ""


def _names(names: tuple[str, ...]) -> str:
    said = "; ".join(names[:LISTED]).replace("№ ", f"№{NBSP}")
    return said if len(names) <= LISTED else f"{said} и ещё {len(names) - LISTED} (полный список — в таблице .xlsx)"
