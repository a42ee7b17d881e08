"""Shared library of the mentor-training kit: data, indicators, tasks and forms. Knows nothing of grading machinery."""
