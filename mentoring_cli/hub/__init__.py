"""JupyterHub for a region: accounts, the participant's front door, services of instructors, configuration.

Holds no grading and no course: it starts what `mentoring_cli.serve` starts, for many people, each under an own account.
"""
