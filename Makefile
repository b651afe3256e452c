# Every target makes the environment that it needs; after the first time none needs the network.
PYTHON ?= python3
# `make test EXTRAS=dev` does without the real model, and skips its tests.
EXTRAS ?= dev,real
VENV := .venv
BIN := $(VENV)/bin
# Two files at a time, in the order of collection: those that take longest come first.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: demo test check format bench eval clean

demo: $(VENV)/.run ## The main job on the example page: offline, no key
	$(BIN)/broadsheet demo -o demo

test: $(VENV)/.dev ## All tests, those against a real model too
	$(PYTEST)

check: $(VENV)/.dev ## Everything that must be clean before a commit
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry pipeline
	$(PYTEST)

format: $(VENV)/.dev ## Let ruff order and format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## Pages segmented and replayed a second, and what a kept answer costs
	$(BIN)/python benchmarks/pages.py
	$(BIN)/python benchmarks/cache.py

eval: $(VENV)/.dev ## The scorecard of segmenting on held-back pages, as published
	$(BIN)/broadsheet eval segment -o benchmarks/segment/report

clean: ## Remove what the other targets made
	rm -rf $(VENV) demo dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/.run: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.dev: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]'
	touch $@ $(VENV)/.run
