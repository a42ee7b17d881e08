"""Functions that judge the criteria, a module a kind of document; importing this registers all of them."""

from . import (  # noqa: F401
    consent,
    implementation_order,
    learning_route,
    mentoring_programme,
    pairing_order,
    regulation,
    roadmap,
    supplementary_agreement,
)
