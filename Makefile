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

# JupyterHub's proxy comes from npm; where there is no npm the tests of a shared server say so and are skipped.
deploy/node_modules: deploy/package.json
	@if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --no-package-lock --prefix deploy; fi

# A browser on a busy machine may miss a deadline: what fails is tried again, and the run says so (R).
test: setup deploy/node_modules
	@.venv/bin/python -m pytest -n auto --dist loadfile --reruns 1 --ignore=tests/browser --ignore=tests/hub
	@.venv/bin/python -m pytest --reruns 2 tests/browser
	@.venv/bin/python -m pytest --reruns 2 tests/hub
	@MENTORING_OWN_DATA= .venv/bin/python -m pytest --nbval course --nbval-sanitize-with tests/nbval_sanitize.cfg

bench: setup
	@.venv/bin/python -m benchmarks

screenshots: setup
	@$(KIT) screenshots

lock:
	@.venv/bin/python -m mentoring_cli.lock

clean:
	@rm -rf .venv build *.egg-info
