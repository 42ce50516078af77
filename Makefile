# Two commands do it all: `make run` and `make test`. `make help` explains each target.
SHELL := /bin/bash
export UV_PYTHON_PREFERENCE ?= only-system
export RASA_TELEMETRY_ENABLED := false

TOOLS := $(CURDIR)/.tools
UV := $(shell command -v uv 2>/dev/null || echo $(TOOLS)/bin/uv)
export UV
REPERE := $(UV) run --frozen --no-dev repere
# On two cores, numeric threads that wait for each other cost more than they bring: one a process.
PYTEST := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(UV) run --frozen pytest
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help run train adapt test test-fast evaluate corpus analyse lint format bench bench-directory chromium clean

help: ## Explain every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(UV) ## Install, train and import what is missing, then serve on http://127.0.0.1:8000 (PORT=… to change)
	@$(REPERE) serve --port $(PORT)

train: $(UV) ## Train the model, only if its data or configuration changed
	@$(REPERE) train

adapt: $(UV) ## Train the encoder on the sentences again (PyTorch, an hour or more; only when the sentences changed much)
	$(UV) run --frozen --with torch==2.13.0 --with onnx --with onnx-ir repere adapt

test: $(UV) chromium ## Everything: lint, unit, integration, NLU and browser tests on the real stack
	@$(MAKE) --no-print-directory lint
	$(UV) run --frozen repere train
	$(PYTEST) -m "not stack and not browser" -n 2
	$(PYTEST) -m "stack or browser"

test-fast: $(UV) ## The everyday loop: lint and the tests that start no stack and read no evaluation set
	@$(MAKE) --no-print-directory lint
	$(PYTEST) -m "not stack and not browser and not evaluation" -n 2

evaluate: $(UV) ## Score the understanding on held-out batches, or on FILE=messages.jsonl (ARGS="--misses --json out.json --baseline")
	@$(UV) run --frozen repere evaluate $(FILE) $(ARGS)

corpus: $(UV) ## Check the training sentences and write the page that counts them
	@$(UV) run --frozen repere corpus

lint: $(UV) ## Style, types, and the form of Rasa's data
	$(UV) run --frozen ruff check .
	$(UV) run --frozen ruff format --check .
	$(UV) run --frozen mypy

format: $(UV) ## Rewrite the code in the project's style
	$(UV) run --frozen ruff check --fix .
	$(UV) run --frozen ruff format .

bench: $(UV) ## Measure the answer time of a turn against a bare request, side by side (ARGS="--url …")
	@$(UV) run --frozen python bench/turns.py $(ARGS)

bench-directory: $(UV) ## Measure GET /v1/resources on 60,000 made-up services against a bare select, on both databases
	@$(UV) run --frozen python -m bench.directory

chromium: ## Install the browser of the end-to-end tests from the system's packages, if it is absent
	@command -v chromium >/dev/null || { echo "installing chromium"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; }

clean: ## Remove what a run or a test created (databases included)
	rm -rf var .pytest_cache .mypy_cache .ruff_cache

$(TOOLS)/bin/uv:
	@echo "uv is absent: installing it under .tools"
	@python3 -m venv $(TOOLS) && $(TOOLS)/bin/pip install --quiet --disable-pip-version-check uv
