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

# A browser on a busy machine may miss a deadline: a file with a failing test is tried again from nothing, and the run says so.
test: setup deploy/node_modules
	@.venv/bin/python tests/again.py -n auto --dist loadfile --ignore=tests/browser --ignore=tests/hub
	@.venv/bin/python tests/again.py tests/browser
	@.venv/bin/python tests/again.py tests/hub
	@MENTORING_OWN_DATA= .venv/bin/python -m pytest --nbval course --nbval-sanitize-with tests/nbval_sanitize.cfg

bench: setup
	@.venv/bin/python -m benchmarks

screenshots: setup
	@$(KIT) screenshots

lock: setup
	@.venv/bin/python -m pip install --quiet uv
	@.venv/bin/python -m mentoring_cli.lock

clean:
	@rm -rf .venv build *.egg-info
