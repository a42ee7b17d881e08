"""The one error a person can cause in this package."""


class IndicatorError(ValueError):
    """Input from which an indicator can't be calculated; the text is one Russian sentence for the person."""
