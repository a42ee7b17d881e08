"""An assignment as one .html: opens from disk, offline, on a phone; answers leave as a file to hand in."""

from .build import make_page, page_html

__all__ = ["make_page", "page_html"]
