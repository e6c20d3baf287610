# Every target prepares what it needs. Requirements: Python 3.11 or newer, make, a package index that pip reaches.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help up test test-all bench fixtures lint types check requirements reference surface setup clean

# A set-up is valid for exactly these inputs: the stamp's name carries their checksum. Settings of the
# development tools, the rest of pyproject.toml, change nothing that is installed.
key := $(shell { sed '/^\[tool\.pytest/,$$d' pyproject.toml; cat requirements*.txt scripts/setup.sh; } | cksum | tr ' ' '-')
runtime := .venv/.ready-runtime-$(key)
dev := .venv/.ready-dev-$(key)
python := .venv/bin/python
# Extra arguments of the command behind a target: make up ARGS="--until-first-reward --json"
ARGS ?=
# Processes that run tests side by side.
JOBS ?= 2

help:
	@echo 'make up            run a local network: miners, validators, chain; the first reward within minutes'
	@echo 'make test          the default tests, at most two minutes of tests'
	@echo 'make test-all      with the slow tests and those that start processes'
	@echo 'make check         everything that CI checks (.ci/run)'
	@echo 'make lint types    ruff, import contract, determinism, spelling; mypy'
	@echo 'make bench         figures of this machine beside the targets'
	@echo 'make fixtures      fetch recorded fixtures of other projects (some tests use them)'
	@echo 'make surface       write the lock of names, indices and types, and the coverage page, after declarations changed'
	@echo 'make reference     write the pages under docs/reference, after declarations, settings or commands changed'
	@echo 'make requirements  recompile the hashed requirements (ARGS=--upgrade: newer versions)'
	@echo 'make clean         remove caches and the virtual environment; keeps .meritnet (your networks)'
	@echo
	@echo 'ARGS="..." is handed on, for example: make test ARGS="src/meritnet/codec -k compact"'
	@echo 'PYTHON=... names the Python that makes .venv'

up: $(runtime)
	@.venv/bin/meritnet up $(ARGS)

test: $(dev)
	@$(python) -m pytest -n $(JOBS) $(ARGS)

test-all: $(dev)
	@$(python) -m pytest -n $(JOBS) -m '' $(ARGS)

bench: $(dev)
	@$(python) -m bench.run $(ARGS)

fixtures: $(dev)
	@$(python) scripts/fixtures.py $(ARGS)

lint: $(dev)
	@.ci/run lint format imports determinism spelling

types: $(dev)
	@.ci/run types

check:
	@.ci/run

surface: $(dev)
	@$(python) scripts/surface.py $(ARGS)
	@$(python) scripts/coverage_page.py

reference: $(dev)
	@$(python) -m scripts.reference_pages $(ARGS)

requirements: $(dev)
	@sh scripts/requirements.sh $(ARGS)

setup: $(dev)

# A development set-up holds everything that running needs.
$(runtime):
	@test -e $(dev) || sh scripts/setup.sh runtime $@

$(dev):
	@sh scripts/setup.sh dev $@

clean:
	rm -rf .venv .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find src tests bench scripts -name __pycache__ -prune -exec rm -rf {} +
