"""Which function judges which criterion: a room a kind of document, each with its table; here all of them."""

from __future__ import annotations

from ..judgement import Rule
from . import (
    consent,
    implementation_order,
    learning_route,
    mentoring_programme,
    pairing_order,
    regulation,
    roadmap,
    supplementary_agreement,
)

RULES: dict[str, Rule] = {
    **consent.RULES,
    **implementation_order.RULES,
    **learning_route.RULES,
    **mentoring_programme.RULES,
    **pairing_order.RULES,
    **regulation.RULES,
    **roadmap.RULES,
    **supplementary_agreement.RULES,
}
