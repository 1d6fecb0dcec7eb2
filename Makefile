.PHONY: help run test check bench chaos
.DEFAULT_GOAL := help

help: ## Show this
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 14

run: ## Build and serve http://127.0.0.1:8080 with data in ./data; settings by BELFRY_… (docs/operating.md)
	cargo build --release --locked --package belfry
	exec target/release/belfry serve --config config/belfry.toml

test: ## Install what tests need, then run everything: lints, tests, bot libraries, web client
	scripts/test

check: ## Only the lints, as `make test` begins with them
	scripts/setup
	scripts/check

bench: ## Measure fan-out, memory and acked messages per second beside the machine's limit (docs/PERFORMANCE.md)
	scripts/bench

chaos: ## The crash test with 500 kills in place of 50
	BELFRY_CRASH_ROUNDS=500 cargo test --locked --test wire crash -- --nocapture
