"""The course as a static site: opens from disk or from any web server, asks nothing of another host, runs no kernel."""

from .build import make_site

__all__ = ["make_site"]
