PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTED := $(VENV)/.tested
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--quiet

.PHONY: run test test-cluster lint format lock screenshots clean

run: $(READY)  ## serve the dashboard, with the first article in it
	$(BIN)/python -m events serve

test: $(TESTED) lint  ## lint, types and every test
	$(BIN)/python -m pytest

test-cluster: $(TESTED)  ## the engine on a real cluster of two servers, and on the current ClickHouse (545 MB)
	@PATH="$$PATH:/usr/sbin" command -v clickhouse-server >/dev/null || \
		{ echo "clickhouse-server is not installed; on Debian: apt-get install --no-install-recommends clickhouse-server" >&2; exit 2; }
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes --requirement tests/cluster/requirements.lock
	EVENTS_TEST_CLUSTER=1 $(BIN)/python -m pytest tests/cluster

lint: $(TESTED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(TESTED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:  ## write the locks anew: what running needs, and what tests and a language model need besides (needs uv)
	$(LOCK) --extra dev --upgrade --output-file tests/requirements.lock
	$(LOCK) --extra install --constraint tests/requirements.lock --output-file requirements.lock
	echo chdb | uv pip compile - --constraint tests/requirements.lock --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet --upgrade --output-file tests/cluster/requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$$($(PYTHON) --version) is too old: Python 3.11 or newer is needed; name one with make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@echo "Setting up $(VENV), this once: it will fill about 800 MB and takes a minute or some ..."
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) --require-hashes --requirement requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(READY)

$(TESTED): $(READY) tests/requirements.lock
	@echo "Adding to $(VENV), this once, what tests and a language model need: about 400 MB more ..."
	@$(INSTALL) --require-hashes --requirement tests/requirements.lock
	@touch $(TESTED)

screenshots: $(TESTED)  ## take the pictures of the documentation anew (needs chromium)
	$(BIN)/python -m tests.browser.screenshots

clean:
	rm -rf $(VENV)
