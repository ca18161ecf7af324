# Two commands for everybody: make start, make test. The rest is for who works on it.
# Needs python3 (3.11 to 3.13); all other things install themselves.
PYTHON ?= python3
only ?=

.PHONY: install start check test bench clean

install:
	@$(PYTHON) tools/install.py

start: install
	@.venv/bin/python tools/start.py

check:
	@$(PYTHON) tools/install.py --dev
	@.venv/bin/python -m tools.check

test:
	@$(PYTHON) tools/install.py --dev
	@.venv/bin/python -m tools.test

bench:
	@$(PYTHON) tools/install.py --dev
	@.venv/bin/python -m bench $(if $(only),--only $(only))

clean:
	rm -rf .venv node_modules var src/woonregie/foundation/pages/static/pages/dist
