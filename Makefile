PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test test-cluster lint format lock screenshots clean

run: $(READY)  ## serve the dashboard, with the first article in it
	$(BIN)/python -m events serve

test: $(READY) lint  ## lint, types and every test
	$(BIN)/python -m pytest

test-cluster: $(READY)  ## the engine on a real cluster of two servers, and on the current ClickHouse (545 MB)
	@PATH="$$PATH:/usr/sbin" command -v clickhouse-server >/dev/null || \
		{ echo "clickhouse-server is not installed; on Debian: apt-get install --no-install-recommends clickhouse-server" >&2; exit 2; }
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes --requirement tests/cluster/requirements.lock
	EVENTS_TEST_CLUSTER=1 $(BIN)/python -m pytest tests/cluster

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:  ## write requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet --upgrade --output-file requirements.lock
	echo chdb | uv pip compile - --constraint requirements.lock --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet --upgrade --output-file tests/cluster/requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$$($(PYTHON) --version) is too old: Python 3.11 or newer is needed; name one with make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	touch $(READY)

screenshots: $(READY)  ## take the pictures of the documentation anew (needs chromium)
	$(BIN)/python -m tests.browser.screenshots

clean:
	rm -rf $(VENV)
