# `make run` and `make test` are all a user needs; both make what they need first.
# Another interpreter: `make run PYTHON=python3.12`. More for pytest: `make test ARGS="-k status -x"`.

PYTHON ?=
ARGS ?=
BIN := .venv/bin
INSTALLED := .venv/installed
INSTALLED_DEV := .venv/installed-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
MAKEFLAGS += --no-print-directory
UV_VERSION := 0.13.9

.PHONY: run test faults check format bench mutants lock catalogs snapshots pictures clean

run: $(INSTALLED)
	@$(BIN)/tracker seed soc-trang-2021 --if-missing
	@$(BIN)/tracker

test: $(INSTALLED_DEV)
	$(BIN)/python -m pytest -n logical $(ARGS)

# All the counts of which `make test` makes a sample.
faults: $(INSTALLED_DEV)
	FAULTS=full $(BIN)/python -m pytest -n logical tests/faults $(ARGS)

check: $(INSTALLED_DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(INSTALLED_DEV)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(INSTALLED_DEV)
	$(BIN)/python -m tests.bench $(ARGS)

mutants: $(INSTALLED_DEV)
	$(BIN)/mutmut run $(ARGS)
	$(BIN)/mutmut results
	$(BIN)/mutmut export-cicd-stats
	@$(BIN)/python tests/killed.py mutants/mutmut-cicd-stats.json

# Keeps the versions that still fit; `make lock ARGS=--upgrade` takes the newest.
lock: $(INSTALLED_DEV)
	$(PIP) install uv==$(UV_VERSION)
	$(LOCK) pyproject.toml --output-file requirements.txt $(ARGS)
	$(LOCK) --group build --output-file requirements-build.txt $(ARGS)
	$(LOCK) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt $(ARGS)
LOCK := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url

catalogs: $(INSTALLED)
	$(BIN)/python -m tracker.i18n.catalogs

snapshots: $(INSTALLED_DEV)
	$(BIN)/python -m pytest -n logical --snapshot-update tests/tui $(ARGS)

pictures: $(INSTALLED_DEV)
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf .venv build dist mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(INSTALLED): requirements.txt requirements-build.txt pyproject.toml
	@for candidate in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
	    if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        python=$$candidate; break; \
	    fi; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "Python 3.11 or newer is needed, and $(or $(PYTHON),python3) is not. Say which to use: make PYTHON=python3.12" >&2; \
	    exit 1; \
	fi; \
	echo "Making .venv with $$python (once; this takes about a minute)"; \
	$$python -m venv .venv
	@$(PIP) install --require-hashes -r requirements.txt -r requirements-build.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(INSTALLED_DEV): $(INSTALLED) requirements-dev.txt
	@echo "Installing what the checks and tests need"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@
