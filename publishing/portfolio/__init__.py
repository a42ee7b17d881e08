"""A participant's portfolio: every document and all feedback as one archive and one Word file; a certificate draft."""

from publishing.portfolio.make import make_all, make_portfolio

__all__ = ["make_all", "make_portfolio"]
