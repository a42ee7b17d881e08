"""Comparing a participant's numbers and units with the right ones, and what follows from the participant's own numbers.

Used by every kind that asks for a number.
"""

from mentoring.tasks.base import Remark, joined
from mentoring.tasks.reading import same_unit


def close(given: float, expected: float, tolerance: float = 0.0) -> bool:
    """Equal within an absolute tolerance, widened by what binary floats can't hold."""
    return abs(given - expected) <= tolerance + 1e-9 * max(1.0, abs(expected))


def miss(given: float, expected: float, tolerance: float) -> str:
    """A kind word about a wrong value that says what kind of slip it may be, without the right value."""
    if expected and close(given * 100, expected, max(tolerance, abs(expected) * 0.005)):
        return "Похоже, записана доля единицы, а спрашивали проценты: умножьте на 100."
    if expected and close(round(expected), given) and not close(given, expected, tolerance):
        return "Похоже, число округлено сильнее, чем просит задание."
    if expected and close(given, -expected, tolerance):
        return "Проверьте знак."
    return ""


def unit_remark(given: str, expected: str, counts: bool, key: str, otherwise: str) -> Remark:
    """How a unit came out. Where there is no value it could belong to, `counts` is false and `otherwise` says so;
    `key` may name the right unit."""
    right = f"Верная единица — «{key}»." if key else ""
    if not given:
        verdict, text = "missing", joined("Единица не указана.", right)
    elif not same_unit(given, expected):
        verdict, text = "wrong", joined("Единица не та.", right)
    else:
        verdict, text = ("right", "Единица верна.") if counts else ("missing", otherwise)
    return Remark(criterion="Единица измерения", verdict=verdict, text=text)


def follow(
    own: tuple[float | None, float | None], right: tuple[float | None, float | None], formula: str
) -> float | None:
    """The value that follows from the participant's own numerator and denominator by `formula` (share, difference).

    None where nothing follows: a number is missing, the denominator is 0, or both numbers are wrong and the value is
    trivial (numerator 0 or equal to the denominator), which anyone could invent.
    """
    top, bottom = own
    if top is None or bottom is None or formula == "none":
        return None
    kept = any(expected is not None and close(given, expected) for given, expected in zip(own, right, strict=True))
    if not kept and (top == 0 or close(top, bottom)):
        return None
    if formula == "difference":
        return top - bottom
    return 100 * top / bottom if bottom else None
