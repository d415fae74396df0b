# The doors for people. What each one does is in scripts/; paths are relative, so a clone may lie anywhere.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export PYTHONUTF8 := 1
export PORT ?= 8000
# The list an empty register starts with. Another office: make run FIRST_LIST=
export FIRST_LIST ?= fixtures/tan-binh-2021.json
# As many workers as cores; more than four would only wait for each other's browsers and servers.
PYTEST_ARGS ?= -n logical --maxprocesses 4
PY := .venv/bin/python

.PHONY: help run office test coverage bench lint format clean

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 17

run: ## Serve the register on 127.0.0.1:8000 (PORT=8001 for another port)
	@exec scripts/run

office: ## Open a register for another office: make office ARGS='--help'
	@scripts/venv && $(PY) scripts/write_env && $(PY) manage.py open_register $(ARGS)

test: ## Run the tests on SQLite, and on PostgreSQL and in Chromium where they are found
	@scripts/venv --dev && scripts/test $(PYTEST_ARGS)

coverage: ## Say which lines no test reaches (SQLite, without the browser)
	@scripts/venv --dev && DATABASE_URL=sqlite://:memory: $(PY) -m coverage run -m pytest -q -m 'not browser'
	@$(PY) -m coverage report

bench: ## Measure on SQLite and PostgreSQL into docs/benchmarks.md (quick: ARGS='--sizes 1000')
	@scripts/venv --dev && scripts/bench $(ARGS)

lint: ## Check style, templates, shell scripts, missing migrations and the settings of service
	@scripts/venv --dev && scripts/lint

format: ## Put Python and templates into form
	@scripts/venv --dev && $(PY) -m ruff check --fix-only --quiet && $(PY) -m ruff format
	@$(PY) -m djlint --quiet --reformat templates || true

clean: ## Remove the virtual environment, caches and collected static files; data and settings stay
	rm -rf .venv var/cache var/static var/coverage var/test-results
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
