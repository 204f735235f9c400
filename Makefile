# Everything sets itself up: Python 3.11+ and make are all a fresh clone needs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test lint bench soak clean

demo: $(READY)
	@$(BIN)/neops-blocks demo

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/neops-blocks lint blocks examples
	$(BIN)/pytest -n 4 --dist worksteal

lint: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: $(READY)
	NEOPS_SOAK=1 $(BIN)/pytest -m soak

bench: $(READY)
	$(BIN)/pip install --quiet --group bench
	$(BIN)/python benchmarks/fan_out.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "neops-blocks needs Python 3.11 or newer: make PYTHON=python3.12 demo")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[demo,scrapli,engine,loguru,lsp,reload]' --group dev
	$(BIN)/python -m compileall -q engine  # for machines that forbid Python to write bytecode as it runs
	@touch $(READY)
