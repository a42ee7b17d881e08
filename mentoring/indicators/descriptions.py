"""Evaluation of an indicator's description by the ten parameters of the 2022 course (seed 000:336–363).

What can be computed is decided here; what needs judgement comes back as a question to a person, never as a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from mentoring.indicators.formulas import FormulaDefect, _plain, indicator_defects

VERDICTS = {
    "met": "выполнено", "partial": "частично", "violated": "нарушено", "not_applicable": "неприменимо",
    "ask": "спросите человека",
}  # fmt: skip
_SYSTEM = re.compile(
    r"информационн\w+ систем|\b[АГФЕ]ИС\b|электронн\w+ (?:форм|журнал|систем)|платформ|портал|\bОО-1\b",
    re.IGNORECASE,
)
# «Неэффективный» by what can be seen: the value can't be got, or does not mean what the name says.
_HARMFUL = ("undefined_symbol", "missing_formula", "wrong_population")


@dataclass(frozen=True)
class ParameterFinding:
    """Verdict on one parameter: `verdict` of VERDICTS, what it rests on, and the question where a person must judge."""

    parameter: str
    title: str
    verdict: str
    evidence: str
    question: str = ""

    @property
    def verdict_ru(self) -> str:
        return VERDICTS[self.verdict]


@dataclass(frozen=True)
class DescriptionReview:
    """All ten findings in the order of the parameters, and the computed defects behind them."""

    indicator: str
    findings: tuple[ParameterFinding, ...]
    defects: tuple[FormulaDefect, ...]

    def __getitem__(self, parameter: str) -> ParameterFinding:
        return next(finding for finding in self.findings if finding.parameter == parameter)

    @property
    def questions(self) -> list[str]:
        """What has to be asked of a person."""
        return [finding.question for finding in self.findings if finding.question]

    @property
    def summary(self) -> str:
        counts = {name: sum(f.verdict == name for f in self.findings) for name in VERDICTS}
        return "; ".join(f"{VERDICTS[name]}: {count}" for name, count in counts.items() if count) + "."

    def to_frame(self) -> pd.DataFrame:
        """Columns Параметр, Вывод, Основание, Вопрос — for showing to a person."""
        rows = [(f.title, f.verdict_ru, f.evidence, f.question) for f in self.findings]
        return pd.DataFrame(rows, columns=["Параметр", "Вывод", "Основание", "Вопрос"])


def evaluate_description(row: Mapping, parameters: pd.DataFrame | None = None) -> DescriptionReview:
    """Judge a row of the table `indicators` (mapping or Series) by the table `evaluation_parameters`.

    The parameter «ineffective indicators are present» is inverse: presence is a violation. Representativeness is asked
    only where data come from a survey. Without `parameters` the table is loaded.
    """
    if parameters is None:
        from mentoring.data import load

        parameters = load("evaluation_parameters")
    row = dict(row)
    defects = indicator_defects(row)
    findings = []
    for parameter in parameters.sort_values("number").itertuples():
        rule = _RULES.get(parameter.id)
        verdict, evidence = rule(row, defects) if rule else ("ask", "По описанию это не установить.")
        question = parameter.question if verdict == "ask" or parameter.id in _ALWAYS_ASK else ""
        findings.append(ParameterFinding(parameter.id, parameter.title, verdict, evidence, question))
    return DescriptionReview(str(row["id"]), tuple(findings), tuple(defects))


def _goal_present(row, defects):
    target, text = _plain(row.get("target")), _plain(row.get("target_text"))
    if target:
        return "met", f"Целевое значение: {text or target}."
    return ("partial", f"Цель названа словами, без числа: {text}.") if text else ("violated", "Цели в описании нет.")


def _indicator_present(row, defects):
    return ("met", "Показатель назван.") if _plain(row.get("title")) else ("violated", "Название показателя пусто.")


def _fits_goal(row, defects):
    if not _plain(row.get("target")):
        return "ask", "Цели нет, сравнить не с чем."
    if not _plain(row.get("denominator")):
        return "ask", "Знаменатель не расшифрован: неизвестно, о ком показатель."
    return "ask", "Цель и знаменатель названы; об одном ли они, решает человек."


def _harmful(row, defects):
    found = [d for d in defects if d.kind in _HARMFUL]
    if not found:
        return "ask", "Признаков неэффективного показателя по описанию не видно (параметр обратный: наличие — плохо)."
    verdict = "partial" if all(d.certainty == "inferred" for d in found) else "violated"
    return verdict, "Параметр обратный, признаки найдены: " + " ".join(d.message for d in found)


def _method_described(row, defects):
    method = _plain(row.get("collection_method"))
    if not method:
        return "violated", "Способ сбора не назван."
    if len(method.split()) < 2:
        return "partial", f"Способ назван одним словом («{method}»): кто, когда и у кого собирает, не сказано."
    return "met", f"Способ сбора: {method}."


def _representative(row, defects):
    method, title = (_plain(row.get(c)) or "" for c in ("collection_method", "title"))
    if "опрос" in method.lower() or "удовлетвор" in title.lower():
        return "ask", "Данные берутся из опроса: о выборке в описании ничего не сказано."
    if not method:
        return "ask", "Способ сбора не назван: неизвестно, сплошной он или выборочный."
    return "ask", "Неизвестно, охватывает ли сбор всю совокупность."


def _calculation_described(row, defects):
    if not _plain(row.get("formula")):
        if _plain(row.get("numerator")) and _plain(row.get("denominator")):
            return "partial", "Формулы нет, но из названия видны числитель и знаменатель."
        return "violated", "Формулы нет."
    kinds = ("undefined_symbol", "ambiguous_symbol", "mixed_alphabet")
    found = [d for d in defects if d.kind in kinds]
    if any(d.kind == "undefined_symbol" for d in found):
        return "violated", " ".join(d.message for d in found)
    if found:
        return "partial", " ".join(d.message for d in found)
    return "met", "Формула есть, каждый её символ расшифрован."


def _information_system(row, defects):
    method = _plain(row.get("collection_method")) or ""
    denominator = _plain(row.get("denominator")) or ""
    if found := _SYSTEM.search(method):
        return "met", f"В способе сбора названо: {found[0]}."
    if found := _SYSTEM.search(denominator):
        return "partial", f"Названо только для знаменателя: {found[0]}."
    return "violated", "Информационная система не названа."


_RULES = {
    "goal_present": _goal_present,
    "indicator_present": _indicator_present,
    "indicator_fits_goal": _fits_goal,
    "indicator_harmful": _harmful,
    "method_described": _method_described,
    "sample_representative": _representative,
    "calculation_described": _calculation_described,
    "information_system": _information_system,
}
_ALWAYS_ASK = ("goal_reasoned", "goal_realistic", "sample_representative", "indicator_fits_goal")
