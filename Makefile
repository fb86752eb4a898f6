# What there is to do with this repository. `make` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
WORKERS ?= 5000
FUZZ_SECONDS ?= 60
PACKAGES := libzmq3-dev libsodium-dev libsqlite3-dev pkg-config protobuf-compiler libprotobuf-dev python3

.PHONY: help packages build test test-threads test-addresses fuzz demo bench protos release-protos lint format clean

help: ## List these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

packages: ## Install the system packages that are missing (Debian, Ubuntu; with sudo where you are not root)
	@.ci/packages $(PACKAGES)

build: packages ## Build the program for use: .build/release/cuakhau
	swift build -c release --product cuakhau

test: packages ## Build everything and run the tests
	swift build --build-tests
	@# What starts real processes goes by itself: beside the others it would wait minutes for a thread.
	@{ swift test --skip-build --parallel --skip EndToEndTests && swift test --skip-build --filter EndToEndTests; } 2>&1 | tee .build/tests.log \
		|| { printf '\n== what failed\n'; grep -E '✘|error:|Fatal error|signal code' .build/tests.log; exit 1; }

test-threads: packages ## The tests of the parts with threads, under the thread sanitizer
	CUAKHAU_STEPS=20000 swift test --sanitize=thread --scratch-path .build/threads --filter 'ZeroMQTests|JournalTests|BrokerTests|ClientTests'

test-addresses: packages ## The tests of the parts with memory of their own, under the address sanitizer
	ASAN_OPTIONS=detect_leaks=0 CUAKHAU_STEPS=20000 swift test --sanitize=address --scratch-path .build/addresses --parallel --filter 'ZeroMQTests|ContractsTests|WireTests|JournalTests|BrokerTests|ClientTests'

fuzz: packages ## Every parser that meets the network or a file, a minute each
	swift build --build-tests
	CUAKHAU_FUZZ_SECONDS=$(FUZZ_SECONDS) swift test --skip-build --filter FuzzTests.ParserFuzzTests

demo: build ## Play a whole season with real processes (WORKERS=5000)
	.build/release/cuakhau demo --workers $(WORKERS)

bench: build ## Measure this machine
	.build/release/cuakhau bench publish
	.build/release/cuakhau bench deliver

protos: packages ## Regenerate everything that comes from Protocols/
	Protocols/generate

release-protos: packages ## Freeze the types as released: later ones must stay compatible
	Protocols/generate --release

lint: ## Check the format
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## Write the format
	swift format --in-place --recursive --parallel Package.swift Sources Tests

clean: ## Remove what was built
	rm -rf .build
