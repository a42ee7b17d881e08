"""What a page of the course needs: importing this module in the fork server loads it once for all kernels.

Starts no thread and keeps no file open. A library that is missing costs a page its time and nothing else.
"""

import contextlib
import gc
import importlib

MODULES = (
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "IPython.core.pylabtools"),
    *("IPython.core.completerlib", "tornado.platform.asyncio", "tornado.gen", "numpy", "pandas", "anywidget"),
    *("matplotlib.pyplot", "matplotlib.backends.backend_agg", "matplotlib_inline.backend_inline", "PIL.PngImagePlugin"),
    *("mentoring.course", "mentoring.forms", "mentoring.data", "mentoring.tasks.every", "mentoring.indicators"),
    *("mentoring.course.charts_sessions_01_02", "mentoring.course.charts_sessions_03_04"),
    *("mentoring.course.charts_sessions_06_07", "mentoring.course.charts_sessions_08_11"),
    *("mentoring.course.charts_sessions_09_10", "mentoring.course.charts_session_12", "mentoring.indicators.charts"),
    *("mentoring.course.explorers", "mentoring.course.index", "mentoring.course.tools", "mentoring.documents"),
)


missing: list[str] = []


def _load() -> None:
    import matplotlib

    matplotlib.use("Agg")
    for name in MODULES:
        try:
            importlib.import_module(name)
        except ImportError:
            missing.append(name)


def _draw_once() -> None:
    """The first chart of a process looks for its fonts; here it does so for all."""
    from mentoring.charts import draw

    draw(lambda axes: axes.plot([0, 1]), title="Ж", source="", alt="Ж").png()


with contextlib.suppress(Exception):
    _load()
    _draw_once()
gc.collect()
gc.freeze()  # a collection in a child would touch, and so copy, the memory that all share
