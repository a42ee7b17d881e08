"""The participant's answers on disk: `answers.json` beside the notebook, one owner, every change kept at once.

`model`: what the file says. `store`: reads and writes it. `disk`: a write that survives anything. `versions`: older
files. Nothing here knows of widgets or scoring.
"""
