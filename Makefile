# `make run` starts the demonstration; every target does the set-up that it needs.
.DEFAULT_GOAL := run
.PHONY: run setup check test format bench

run:
	@env --default-signal=INT bash scripts/run.sh

setup:
	@bash scripts/setup.sh test

check:
	@bash scripts/setup.sh check && bash scripts/check.sh

test:
	@bash scripts/test.sh

format:
	@bash scripts/setup.sh check && bash scripts/format.sh

bench:
	@bash scripts/setup.sh run && .venv/bin/python scripts/bench.py
