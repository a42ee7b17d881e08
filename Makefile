# Thin: each line calls the bootstrap, the `mentoring` command or pytest.
PYTHON ?= python3
KIT := .venv/bin/mentoring
.PHONY: setup start demo test bench lock screenshots clean

setup: .venv/ready
.venv/ready: requirements.lock pyproject.toml mentoring_cli/bootstrap.py
	@$(PYTHON) mentoring_cli/bootstrap.py

start: setup
	@$(KIT) start

demo: setup
	@$(KIT) start --no-serve

test: setup
	@.venv/bin/python -m pytest -n auto --dist loadfile --ignore=tests/browser
	@.venv/bin/python -m pytest tests/browser
	@MENTORING_OWN_DATA= .venv/bin/python -m pytest --nbval course --nbval-sanitize-with tests/nbval_sanitize.cfg

bench: setup
	@.venv/bin/python -m benchmarks

screenshots: setup
	@$(KIT) screenshots

lock:
	@.venv/bin/python -m mentoring_cli.lock

clean:
	@rm -rf .venv build *.egg-info
