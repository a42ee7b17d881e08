"""The same pages through nbgrader: `c.GenerateFeedback.exporter_class = "autograder.feedback.FeedbackExporter"`."""

from __future__ import annotations

import logging
from pathlib import Path

from nbconvert.exporters import Exporter
from traitlets import default

from autograder.feedback import page_of
from autograder.layout import layout

log = logging.getLogger(__name__)


class FeedbackExporter(Exporter):
    """Takes the place of nbgrader's HTML exporter; preprocessors of the converter are not run, they have no work."""

    export_from_notebook = None
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self):
        return ".html"

    def from_filename(self, filename, resources=None, **kwargs):
        """The autograded notebook of a submission → its page. Needs nbgrader's `resources`."""
        resources = dict(resources or {})
        about = resources.get("nbgrader") or self._about(Path(filename))
        html = page_of(
            about["assignment"],
            about["student"],
            place=layout(),
            db_url=about.get("db_url", ""),
            notebook=filename,
        )
        return html, resources | {"output_extension": self.file_extension}

    @staticmethod
    def _about(path: Path) -> dict[str, str]:
        return {"assignment": path.parent.name, "student": path.parent.parent.name}
