# Two commands do everything on a fresh machine with Python and make: `make demo`, `make test`.

PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
EVERYDAY := not oracle and not witness and not campaign and not packaging

.PHONY: demo test oracle witness campaign packaging lint format types contracts fresh check generated clean

.venv/core: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/dev: .venv/core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

.venv/oracle: .venv/dev
	@echo "installing the oracle: llama.cpp is compiled, which takes some minutes"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,oracle]'
	touch $@

.venv/witness: .venv/dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,witness]'
	touch $@

demo: .venv/core  ## a model through its whole life
	$(BIN)/turnstile demo

test: .venv/dev  ## everything that needs no oracle
	$(PYTEST) -q -m "$(EVERYDAY)"
	@echo "not run here: oracle (make oracle: comparisons with llama.cpp, compiled on install),"
	@echo "              witness (make witness: SPIN and TLC judge every spec; install spin and java),"
	@echo "              campaign (make campaign: long random runs), packaging (make packaging)"

oracle: .venv/oracle  ## comparisons with llama.cpp
	$(PYTEST) -q -m oracle

witness: .venv/witness  ## SPIN and TLC judge every spec
	$(PYTEST) -q -m witness

campaign: .venv/dev  ## long random campaigns
	$(PYTEST) -q -m campaign

packaging: .venv/dev  ## the built wheel in fresh environments
	$(PYTEST) -q -m packaging

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: .venv/dev
	$(BIN)/mypy

contracts: .venv/dev
	$(BIN)/lint-imports

generated: .venv/dev  ## everything that is generated, anew
	$(BIN)/turnstile draw --all
	$(BIN)/turnstile export --all --out specs/exports

fresh: .venv/dev  ## generated files are as their sources say, and every spec holds
	$(BIN)/turnstile draw --all --check
	$(BIN)/turnstile export --all --out specs/exports --check
	$(BIN)/turnstile check --all

check: lint types contracts fresh

clean:
	rm -rf .venv build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
