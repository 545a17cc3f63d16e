# Every recipe sets up .venv by itself; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint types layers format bench mutate constraints clean

help: ## list the recipes
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 16

$(READY): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "mlgate needs Python 3.11 or later: make PYTHON=python3.11 …" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "setting up $(VENV) …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(READY) ## install what the project needs into .venv

demo: $(READY) ## the credit-risk story: refused, closed, approved, recorded, flipped
	@$(BIN)/mlgate demo

test: $(READY) ## run every test
	@$(BIN)/python -m pytest -n auto --dist loadfile $(PYTEST_ARGS)

check: lint types layers ## lint, types, layers

lint: $(READY) ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(READY) ## mypy and pyright, both strict
	@$(BIN)/mypy
	@$(BIN)/basedpyright

layers: $(READY) ## who may import whom
	@$(BIN)/lint-imports

format: $(READY) ## let ruff format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(READY) ## ratios, measured side by side in one run
	@$(BIN)/python benchmarks/run.py

mutate: $(READY) ## do every small wrong to the policies, and tell which no test notices (an hour)
	@PYTHONPATH=. $(BIN)/python tests/mutation/run.py

constraints: ## write constraints.txt anew from pyproject.toml (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-strip-extras \
		--no-header --upgrade --group dev pyproject.toml -o constraints.txt

clean: ## remove what was made here
	@rm -rf $(VENV) .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
