# Everything runs in .venv, which is made on first use; 'make run' and 'make test' need nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check bench clean

run: $(VENV)/.run
	@$(BIN)/forumbot index build || [ $$? -eq 3 ]
	@if [ -n "$$DISCORD_TOKEN" ]; then exec $(BIN)/forumbot run; else exec $(BIN)/forumbot chat; fi

test: $(VENV)/.dev
	$(BIN)/pytest -q -n 2 --dist worksteal

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/deptry src tests bench --exclude '\.venv' --ignore DEP004

bench: $(VENV)/.dev
	$(BIN)/python bench/run.py
	$(BIN)/python bench/discord_load.py

clean:
	rm -rf $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@
