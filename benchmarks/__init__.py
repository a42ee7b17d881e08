"""Benchmarks: ratios measured in one run; `python -m benchmarks [NAME …]` prints a table and writes results.json."""
