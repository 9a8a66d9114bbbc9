# The two commands of a newcomer: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready

.PHONY: run test lint lock clean

run: $(READY)
	$(VENV)/bin/dalil run

test: $(READY)
	$(VENV)/bin/python -m pytest

lint: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

# hazm and camel-tools ask for more than they need and for versions that exclude each other, so the
# lock file names every package and pip is told not to look for more (see pyproject.toml).
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c "import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v < (3, 13) else \
	  'Dalil needs Python 3.11 or 3.12, this is %d.%d; try: make PYTHON=python3.12 run' % v)"
	@echo "Setting up $(VENV); this takes a minute or two, once."
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.txt
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
	  --no-build-isolation --editable .
	@touch $(READY)

# Make requirements.txt anew after a change of dependencies in pyproject.toml (needs uv).
lock:
	uv lock --quiet
	uv export --quiet --no-hashes --no-header --no-emit-project --no-annotate > requirements.txt
	rm uv.lock

clean:
	rm -rf $(VENV) outputs/cache
