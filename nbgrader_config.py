"""nbgrader finds its configuration here; everything is set in `autograder.config`."""

from pathlib import Path

from autograder.config import configure

configure(get_config(), Path(__file__).parent)  # noqa: F821  (nbgrader provides get_config)
