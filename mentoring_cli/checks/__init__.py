"""What `mentoring check` holds the course against; each module gives `Finding`s of one area, nothing is changed."""

from .finding import Finding

__all__ = ["Finding"]
