"""The grading desk: where people judge what no scorer can, over nbgrader's gradebook. Server pages in Russian.

`agreement` and `verdict` are pure; `ledger` reads and writes marks; `show` draws answers; `pages` are the handlers that
both the own server (`app`) and the Jupyter extension (`extension`) use. What is automatic is graded elsewhere.
"""
