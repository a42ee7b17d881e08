# ruff: noqa: E501 (an attack is easier to read on a line)
"""Ways to have the author's tests pass without an answer: each scores in a kernel of nbgrader. Used by test_cheats only.

Name → (the participant's cell, the test that it should not pass). The right answer would be `x = 5`.
"""

SEE = "ip = get_ipython()\nx = 1\n"
EQUAL = "assert x == 5"
PARTIAL = "x * 0.4"
FUNCTION = "def check(value):\n    assert value == 5\n    return None\n\n\ncheck(x)"
FAKE = "async def fake(*a, **k):\n    from IPython.core.interactiveshell import ExecutionResult, ExecutionInfo\n    return ExecutionResult(None)\n"
OK = (
    "async def ok(*a, **k):\n    return {'status': 'ok', 'execution_count': 1, 'payload': [], 'user_expressions': {}}\n"
)
SPEAK = (
    "def speak():\n    kernel = ip.kernel\n    content = {'data': {'text/plain': '2.0'}, 'metadata': {}, 'execution_count': 1}\n"
    "    kernel.session.send(kernel.iopub_socket, 'execute_result', content, parent=kernel.get_parent(), ident=b'execute_result')\n"
)

CHEATS = {
    "a transformer empties later cells": (SEE + "ip.input_transformers_post.append(lambda lines: [])", EQUAL),
    "a cleaning transformer empties later cells": (SEE + "ip.input_transformers_cleanup.append(lambda lines: [])", EQUAL),
    "asserts are taken out of the tree": (
        SEE + "import ast\nclass Soft(ast.NodeTransformer):\n    def visit_Assert(self, node):\n        return None\nip.ast_transformers.append(Soft())",
        EQUAL,
    ),
    "the shell reads another cell": (SEE + "ip.transform_cell = lambda raw: 'pass'", EQUAL),
    "the shell's class reads another cell": (SEE + "type(ip).transform_cell = lambda self, raw: 'pass'", EQUAL),
    "the shell runs nothing": (SEE + FAKE + "ip.run_cell_async = fake", EQUAL),
    "the shell compiles nothing": (SEE + "async def no(*a, **k):\n    return False\nip.run_code = no", EQUAL),
    "the kernel answers by itself": (SEE + OK + "ip.kernel.do_execute = ok", EQUAL),
    "the kernel's class answers by itself": (SEE + OK + "type(ip.kernel).do_execute = ok", EQUAL),
    "errors are told of nowhere": (
        SEE + "ip.showtraceback = lambda *a, **k: None\nsend = ip.kernel.session.send\n"
        "def kind(stream, what, content=None, *a, **k):\n    if what == 'execute_reply':\n        content['status'] = 'ok'\n    return send(stream, what, content, *a, **k)\n"
        "ip.kernel.session.send = kind",
        EQUAL,
    ),
    "builtins lie": ("import builtins\nx = 1\nbuiltins.all = lambda things: True", "assert all([x == 5])"),
    "the namespace has its own builtins": (
        "import builtins\nx = 1\n__builtins__ = dict(vars(builtins), all=lambda things: True)", "assert all([x == 5])",
    ),
    "rounding lies": ("import builtins\nx = 1\nbuiltins.round = lambda *a: 5", "assert round(x) == 5"),
    "numpy's tests pass": (
        "import numpy\nx = 1\nnumpy.testing.assert_allclose = lambda *a, **k: None",
        "import numpy as np\nnp.testing.assert_allclose(x, 5)",
    ),
    "pandas' tests pass": (
        "import pandas\nx = pandas.DataFrame()\npandas.testing.assert_frame_equal = lambda *a, **k: None",
        "import pandas as pd\npd.testing.assert_frame_equal(x, pd.DataFrame({'a': [5]}))",
    ),
    "frames are equal to all": (
        "import pandas\nx = pandas.DataFrame()\npandas.DataFrame.equals = lambda *a: True",
        "import pandas as pd\nassert x.equals(pd.DataFrame({'a': [5]}))",
    ),
    "closeness lies": ("import math\nx = 1\nmath.isclose = lambda *a, **k: True", "import math\nassert math.isclose(x, 5)"),
    "unittest passes": (
        "import unittest\nx = 1\nunittest.TestCase.assertEqual = lambda *a, **k: None",
        "import unittest\nunittest.TestCase().assertEqual(x, 5)",
    ),
    "a tracer jumps over the line": (
        "import sys\nx = 1\ndef trace(frame, event, arg):\n    if frame.f_code.co_name == 'check' and event == 'line':\n"
        "        frame.f_lineno = frame.f_code.co_firstlineno + 2\n    return trace\nsys.settrace(trace)",
        FUNCTION,
    ),
    "results are shown as another number": (SEE + "ip.display_formatter.format = lambda value, **k: ({'text/plain': '2.0'}, {})", PARTIAL),
    "a hook speaks before the test": (SEE + SPEAK + "ip.events.register('pre_execute', speak)", PARTIAL),
    "a value speaks while it is tested": (
        SEE + SPEAK + "class Loud(int):\n    def __mul__(self, other):\n        speak()\n        return 0.1\nx = Loud(1)", PARTIAL,
    ),
}  # fmt: skip

# These leave nothing that a later look at the process would find; the receipt refuses them all the same.
TRACELESS = {
    "a tracer jumps over the line", "results are shown as another number", "a hook speaks before the test",
    "a value speaks while it is tested", "the kernel answers by itself", "the kernel's class answers by itself",
    "errors are told of nowhere",
}  # fmt: skip
