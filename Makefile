# `make` lists what can be done.
.DEFAULT_GOAL := help
.PHONY: help run demo test sanitize interop web conformance fuzz bench generate lint release-build debug-build \
	build-packages python-environment

trunkline := .build/release/trunkline
# The runtime of Swift is linked in: the executables run on machines without a toolchain (Deploy/install.sh).
# Overlapping accesses are found in debug builds, which every test runs; to look for them at run time too takes 5 % of
# the instructions of a call.
release_flags := --configuration release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked
# lint and test use one debug build: the import check is part of it.
debug_flags := --build-tests --explicit-target-dependency-import-check error

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: release-build ## Build optimised, start the suite, run the demonstration, stay up until Ctrl-C
	$(trunkline) up --demo

demo: release-build ## The same, but end when the demonstration has ended; status 0 when it went well
	$(trunkline) demo --self-contained

test: build-packages python-environment debug-build ## Build everything and run all tests
	Tests/run
	Tests/Deploy/run

sanitize: build-packages python-environment ## Run the tests under ThreadSanitizer
	Tests/Sanitizers/run

interop: release-build python-environment ## Drive the servers with clients that are not ours
	@Deploy/install-packages.sh interop
	Tests/Interop/run

web: release-build python-environment ## Call the gateway from a browser, from k6 and with random requests
	@Deploy/install-packages.sh web
	Tests/Web/run

fuzz: build-packages ## Feed the wire and all services with random input, a minute each
	Tests/Fuzz/run

conformance: release-build python-environment ## Break every rule of HTTP/2 and gRPC; compare with other servers
	@Deploy/install-packages.sh conformance
	Tests/Conformance/run

bench: release-build python-environment ## Measure; compare with plain C and other implementations of gRPC
	@Deploy/install-packages.sh bench
	Tests/Benchmarks/run

generate: build-packages ## Write the code that comes from Protos/ anew
	@Deploy/install-packages.sh generate
	swift build --product protoc-gen-trunkline
	Protos/generate.sh

lint: build-packages python-environment ## Check format, rules, API definitions and generated code
	@Deploy/install-packages.sh generate
	Tests/Lint/run

release-build: build-packages
	swift build $(release_flags)

debug-build:
	swift build $(debug_flags)

build-packages:
	@Deploy/install-packages.sh build

python-environment:
	@Deploy/install-packages.sh python
	@Tests/Interop/environment.sh
