# The course in one place: `make demo` shows all of it, `make test` proves it, `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# Debian's own Python first: the sandbox and a hub's students must be able to read it.
SYSTEM_PYTHON ?= $(firstword $(wildcard /usr/bin/python3.11) $(shell command -v python3.11 || command -v python3))
BIN := .venv/bin
READY := .venv/.ready
NODE_READY := book/_ext/node_modules/.ready
PROXY_READY := autograder/hub/node_modules/.ready
PYODIDE_READY := .venv/share/pyodide/pyodide-lock.json
BOOK := $(BIN)/jupyter-book build book/ --config _config.yml --path-output . -W -n --keep-going
# Every kernel warns that it listens on this machine; nobody who builds a book has a use for that.
NO_NOISE := 2> >(grep --line-buffered -v "IPKernelApp. WARNING" >&2)

# One thread a process: the work itself is spread over processes, and sums come out the same everywhere.
export OMP_NUM_THREADS := 1
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help
help:  ## List what there is to make
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: setup book  ## Set up, build the website, release, collect and grade a sample class, show where to look
	@autograder demo

.PHONY: test
test: setup $(PYODIDE_READY) lint  ## Run every check: lint, proof, notebooks, the book from scratch, all tests
	@echo "Proving the exercises, and building the book from scratch beside it (a few minutes; each tells when it is done) ..."
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target prove book-strict
	@pytest tests autograder --doctest-modules -n 2 --dist worksteal -q --durations=25

.PHONY: setup
setup: $(READY) $(NODE_READY) $(PROXY_READY)  ## Install what is missing: system packages, .venv, Node packages

.PHONY: system
system:
	@.ci/system-packages

$(READY): requirements.txt pyproject.toml | system
	@echo "Setting up .venv with $(SYSTEM_PYTHON) (about 2 minutes the first time) ..."
	@test -x $(BIN)/python || $(SYSTEM_PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check "$$(grep '^torch==' requirements.txt)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements.txt "setuptools>=77"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@$(BIN)/python -m compileall -q autograder  # as other installed packages are; the box, which may not write, would do it each time
	@touch $@

$(NODE_READY): book/_ext/package.json book/_ext/package-lock.json | system
	@echo "Fetching the Node packages that render formulas and check pages ..."
	@npm ci --prefix book/_ext --silent --no-progress
	@touch $@

$(PROXY_READY): autograder/hub/package.json autograder/hub/package-lock.json | system
	@echo "Fetching the hub's proxy ..."
	@npm ci --prefix autograder/hub --silent --no-progress
	@touch $@

.PHONY: hub
hub: setup  ## Start JupyterHub for an instructor and demo students on this machine; Ctrl-C ends it
	@autograder hub

# For browser tests alone, never to publish on: tests/book/install_pyodide.py says why.
$(PYODIDE_READY): tests/book/install_pyodide.py book/_ext/package-lock.json | $(READY) $(NODE_READY)
	@echo "Fetching Python for the browser tests (77 MB, checked by hash) ..."
	@rm -f $@
	@python tests/book/install_pyodide.py

.PHONY: book
book: setup  ## Build the website into _build/html (only what changed)
	@echo "Building the website: pages that changed, and on a first run the code of every chapter (a few minutes) ..."
	@mkdir -p _build
	@$(BOOK) --quiet > _build/book.log $(NO_NOISE) || { cat _build/book.log; exit 1; }
	@echo "The website: $(CURDIR)/_build/html/index.html"

.PHONY: book-strict
book-strict: setup
	@rm -rf _build/.jupyter_cache
	@$(BOOK) --all --quiet $(NO_NOISE)

.PHONY: pdf
pdf: book  ## Print the whole book as one PDF, into the website
	@python book/_ext/whole_book.py

.PHONY: lighthouse
lighthouse: book  ## Measure the website with Lighthouse, as a desktop and as a phone (fetches it the first time)
	@python book/_ext/lighthouse.py

.PHONY: publish-check
publish-check: book-strict  ## Do all of publishing but the deploying: build, PDF, links, answers, sizes, accessibility, sub-path
	@python book/_ext/whole_book.py
	@pytest tests/book -n 2 --dist worksteal -q
	@echo "_build/html is ready to be published"

.PHONY: pyodide
pyodide: setup  ## Put Python into the website, so that its cells run: make pyodide [FROM=folder, archive or address]
	@python book/_ext/pyodide_files.py _build/html/_static/pyodide $(if $(FROM),--from "$(FROM)")

.PHONY: exercises
exercises: setup  ## Make exercises/ from solutions/
	@autograder release

.PHONY: student-package
student-package: setup  ## Pack what students take home into dist/: a wheel of the checks, a zip with all notebooks
	@autograder student-package

.PHONY: prove
prove: setup  ## Prove that right answers pass and that each known mistake is found and named
	@autograder prove

.PHONY: lab-model
lab-model: setup  ## Train the AlexNet lab's embedded network anew (about 3 minutes on an idle core)
	@autograder lab-model

.PHONY: lint
lint: setup  ## Check style and common errors (ruff)
	@ruff check --quiet

.PHONY: clean
clean:  ## Remove what was built; course/ (submissions and grades) stays
	@rm -rf _build .pytest_cache .ruff_cache .hypothesis build dist
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

.PHONY: distclean
distclean: clean  ## Also remove .venv and Node packages; course/ stays
	@rm -rf .venv book/_ext/node_modules autograder/hub/node_modules autograder.egg-info
