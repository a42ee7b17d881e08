"""Criteria PRV: the order that brings the mentoring system in."""

from __future__ import annotations

from ...judgement import Rule
from . import annexes, appointments, basis, requisites, tasks_set

RULES: dict[str, Rule] = {
    "PRV-01": requisites.number_and_date,
    "PRV-02": requisites.after_letter,
    "PRV-03": basis.basis,
    "PRV-04": annexes.regulation_annexed,
    "PRV-05": annexes.roadmap_annexed,
    "PRV-06": appointments.appointed,
    "PRV-07": tasks_set.banks,
    "PRV-08": tasks_set.executable,
    "PRV-09": requisites.formal,
    "PRV-10": tasks_set.control,
    "PRV-11": annexes.two_acts,
    "PRV-12": basis.single,
}
