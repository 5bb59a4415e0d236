# The verbs that any report has; its own are in Makefile, which includes this. Each makes .venv first where it needs it.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help book pdf validate check diff accept release serve lock clean browser FORCE

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(lastword $(MAKEFILE_LIST)) $(firstword $(MAKEFILE_LIST))

book: .venv/.installed ## build the book into _build/html; EDITION=name another edition, EDITION=all every one
	@$(BIN)/report build $(if $(EDITION),"$(EDITION)")

pdf: .venv/.installed browser ## build the book, and all of it as a PDF: _build/html/report.pdf
	@$(BIN)/report build --pdf

validate: .venv/.installed ## run the committed notebooks again and compare them: _build/review/index.html
	@$(BIN)/report validate

check: .venv/.installed ## check the data folder and print every fault; EDITION=name another edition, EDITION=all every one
	@$(BIN)/report check $(if $(EDITION),"$(EDITION)")

diff: .venv/.installed ## show what moved between two results: make diff A=... B=...
	@[ -n "$(A)" ] && [ -n "$(B)" ] || { echo "make diff needs two results: make diff A=... B=..." >&2; exit 2; }
	@$(BIN)/report diff "$(A)" "$(B)"

accept: .venv/.installed ## make the fresh outputs the committed reference: make accept CLASS=... WHY="..."
	@$(BIN)/report accept $(if $(CLASS),--class '$(CLASS)') $(if $(WHY),--why '$(subst ','\'',$(WHY))')

release: .venv/.installed ## keep the results of a release: make release VERSION=1.1.0
	@[ -n "$(VERSION)" ] || { echo "make release needs a version: make release VERSION=1.1.0" >&2; exit 2; }
	@$(BIN)/report release "$(VERSION)"

serve: .venv/.installed ## show the book at PORT (8000) of this machine, and build it anew as its sources change
	@$(BIN)/report serve --port $(PORT)

lock: .venv/.installed ## lock requirements.in; UPGRADE=1 takes the newest versions
	@$(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	  $(if $(UPGRADE),--upgrade) --custom-compile-command "make lock" requirements.in -o requirements.txt

clean: ## remove what was built, but not .venv
	@rm -rf _build .pytest_cache .ruff_cache
	@find book src tests -name __pycache__ -prune -exec rm -rf {} +

# A missing browser stops nothing here: the PDF and the tests that need one fail, and say so.
browser: .venv/.installed ## find or install a browser for the PDF and the tests
	@for name in chromium-headless-shell chromium chromium-browser google-chrome; do \
	  if command -v $$name >/dev/null 2>&1; then exit 0; fi; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get update -qq \
	  && { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium-headless-shell >/dev/null 2>&1 \
	  || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; }; then exit 0; fi; \
	$(BIN)/playwright install chromium \
	  || echo "no browser found: install Chromium so that \`chromium\` is on the PATH; the PDF and its tests fail until then" >&2

# A checkout that was moved or copied, or whose Python is gone, does not find its own package: install anew.
found := $(shell $(BIN)/python -c 'import helpers; print(helpers.__file__)' 2>/dev/null)
ifneq ($(found),$(CURDIR)/src/helpers/__init__.py)
.venv/.installed: FORCE
MOVED := $(if $(wildcard .venv/.installed),--reinstall)
endif

# uv comes with pip, by the hash in the lock, and installs the rest, ten times as fast as pip would. What is there stays
# until all that is new is fetched: where the index cannot be reached, the packages of yesterday go on working. Only an
# environment whose Python is gone, or another than the one that was asked for by name, is begun anew. A book loads a
# third of the packages' code, and Python keeps compiled what it loads; all is compiled here only where it may not.
.venv/.installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is not: name one, as in make PYTHON=python3.12" >&2; exit 1; }
	@echo "installing the locked packages into .venv"
	@if ! $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { [ "$(origin PYTHON)" = "command line" ] && [ "$$($(BIN)/python -V)" != "$$($(PYTHON) -V)" ]; }; \
	  then $(PYTHON) -m venv --clear .venv; \
	elif [ -n "$(MOVED)" ]; then $(PYTHON) -m venv .venv; fi
	@sed -n '/^uv==/,/[^\]$$/p' requirements.txt > .venv/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@$(BIN)/uv pip sync --quiet $(if $(PYTHONDONTWRITEBYTECODE),--compile-bytecode) $(MOVED) --python $(BIN)/python --require-hashes requirements.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@
