# A target that broke half-way is made again.
.DELETE_ON_ERROR:
.PHONY: help run build test check bench ui-bars chaos
.DEFAULT_GOAL := help

help: ## Show this
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 14

run: build ## Build and serve http://127.0.0.1:8080 with data in ./data; settings by BELFRY_… (docs/operating.md)
	exec target/release/belfry serve --config config/belfry.toml

build: ui/dist/index.html ## Only build: target/release/belfry, with the web client in it
	cargo build --release --locked --package belfry

# The web client is built when something that it is made from is newer; a folder is, when something was added or removed.
ui/dist/index.html: ui/node_modules/installed ui/index.html ui/package.json ui/vite.config.ts $(shell find ui/src ui/public ui/scripts)
	npm --prefix ui run --silent build

ui/node_modules/installed: ui/package-lock.json
	npm --prefix ui ci --loglevel=error
	touch $@

test: ## Install what tests need, then run everything: lints, web client, tests, bot libraries
	scripts/test

check: ## Only the lints, as `make test` begins with them
	scripts/setup
	scripts/check

bench: ## Measure fan-out, memory and acked messages per second beside the machine's limit (docs/PERFORMANCE.md)
	scripts/bench

ui-bars: build ui/bars/node_modules/installed ## Measure the web client in a browser, and write the figures into docs/PERFORMANCE.md
	scripts/ui-bars

ui/bars/node_modules/installed: ui/bars/package-lock.json
	npm --prefix ui/bars ci --loglevel=error
	touch $@

chaos: ## The crash test with 500 kills in place of 50
	BELFRY_CRASH_ROUNDS=500 cargo test --locked --test wire crash -- --nocapture
