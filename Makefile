# Every way to work on Duban. `make setup` needs Python >= 3.11, git and make, and nothing else.
PYTHON ?= python3
PYTHONS ?= 3.11 3.12 3.13
VENV ?= .venv
LOCK ?= requirements-dev.lock
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := all
.PHONY: all setup run test test-pythons check audit bench faults fuzz soak image-steps image-run pictures library lock revision clean

all: check test

setup: $(STAMP)

$(STAMP): $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Duban needs Python 3.11 or newer: make PYTHON=python3.11 setup")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r $(LOCK)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

run: setup
	$(BIN)/duban run --upgrade

test: setup
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

# Every Python that is supported and found here, each in a virtual environment of its own.
test-pythons:
	@for version in $(PYTHONS); do \
	  python$$version -c '' 2>/dev/null || { echo "python$$version: not here"; continue; }; \
	  $(MAKE) VENV=.venv-$$version PYTHON=python$$version test || exit 1; \
	done

# Licences, freshness and known holes of what the lock names (the latter two need the network).
audit: setup
	$(BIN)/python -m tests.audit

# Delivery under 429, 5xx, resets, removals, migrations and a hundred times kill -9, and three
# processes on one PostgreSQL of which one is killed, stopped, cut off (a quarter of an hour together).
faults: setup
	$(BIN)/python -m benchmarks.faults
	$(BIN)/python -m benchmarks.replicas

# 10,000 updates of every shape and 1,000 presses, on SQLite and PostgreSQL; the suite sends a few.
fuzz: setup
	$(BIN)/python -m pytest -n 2 --dist load --hypothesis-profile=fuzz tests/conversation/test_any_update.py

# A month of 1,000 chats with faults, about ten minutes: memory, connections and tasks stay level.
# A short one: .venv/bin/python -m benchmarks.soak --chats 100 --days 10
soak: setup
	$(BIN)/python -m benchmarks.soak

# Every figure of benchmarks/README.md in one run, about a quarter of an hour (../shared/plans is
# read where it is there). Some only: .venv/bin/python -m benchmarks updates
bench: setup
	$(BIN)/python -m benchmarks

# Needs uv; the lock names versions and hashes, no addresses.
lock:
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group build pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group build --extra sentry pyproject.toml -o requirements-sentry.lock
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group build --group dev pyproject.toml -o requirements-dev.lock

# The Dockerfile's instructions without an engine; as root with a read-only file system and as the image's user.
# make image-steps PYTHON=python3.13 takes the interpreter that the image has.
image-steps: setup
	$(BIN)/python -m tests.image_steps --python "$$(command -v $(PYTHON))"

# The image and both compose files, built and used on a Docker engine; ports 80, 443 and 8080 must be free.
image-run: setup
	$(BIN)/python -m tests.image_engine

# The pictures of README and guide, from the running sandbox (needs a Chromium).
pictures: setup
	$(BIN)/python -m tests.browser.pictures

# The published plans that ship with Duban, read anew from their documents (needs ../shared/plans).
library: setup
	$(BIN)/duban read ../shared/plans/*.txt --without-sentences --out plans/library

# make revision m="what changes": drafts a migration from the difference between models and newest revision.
revision: setup
	$(BIN)/python -c "import asyncio; from store import schema; from store.database import Database; \
	  db = Database('sqlite+aiosqlite://'); \
	  asyncio.run(schema.upgrade(db)); asyncio.run(schema.propose(db, '$(m)'))"
	$(BIN)/ruff format -q store/migrations

clean:
	rm -rf $(VENV) data
