# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The emonet authors

CLIP ?= experiments/sample-clip/sample.avi
OPTIONS ?=
PREFIX ?= /usr/local
DESTDIR ?=

# In the environment, so that a path may hold spaces and quotes.
export CLIP

# The program and the tests are compiled with different options; a folder each, so that
# neither throws away what the other has built.
PROGRAM_BUILD := .build/program
PROGRAM := $(PROGRAM_BUILD)/release/emonet
BIN := $(abspath $(DESTDIR)$(PREFIX))/bin
SHARE := $(abspath $(DESTDIR)$(PREFIX))/share/emonet

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build classify test check lint install uninstall clean

help: ## Say what there is to make
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/p' Makefile | expand -t 20
	@echo
	@echo '  CLIP=path           the clip that make classify reads (default: the sample clip)'
	@echo '  OPTIONS=options     further options of emonet classify'
	@echo '  PREFIX=folder       where make install puts bin/ and share/ (default: /usr/local)'

setup: ## Install the Debian packages that are missing
	@bash .ci/setup

# The Swift runtime is linked in, so that the program runs where no toolchain is. The linker's
# note on mktemp concerns Foundation's own code.
build: setup ## Build the program, optimised
	@swift build -c release --product emonet --scratch-path $(PROGRAM_BUILD) \
	  --static-swift-stdlib -Xlinker -s 2>&1 | { grep -v 'mktemp. is dangerous' || true; } >&2

classify: build ## Say what the clip at CLIP expresses
	@$(PROGRAM) classify $(OPTIONS) -- "$$CLIP"

# What failed is said once more at the end, where it is looked for.
test: setup ## Build and run the tests
	@log=$$(mktemp); trap 'rm -f "$$log"' EXIT; \
	  swift test -c release 2>&1 | tee "$$log" || { grep -E '✘|error:|crashed:' "$$log" >&2; exit 1; }

# ThreadSanitizer and AddressSanitizer see our code, and not what oneDNN, FFmpeg and FFTW do within.
# Leaks are left out: Swift's runtime keeps for ever what it makes once.
CHECKED := ^(NeuralNetwork|Faces|Media|AudioFeatures|EmoNet)Tests\.|OrderedRunTests
CHECKED_TESTS := release/emonetPackageTests.xctest --testing-library swift-testing \
  --filter '$(CHECKED)'

check: setup ## Run the tests of what threads share under ThreadSanitizer and AddressSanitizer
	@for kind in thread address; do \
	  swift build -c release --build-tests --sanitize=$$kind --scratch-path .build/$$kind \
	    -Xswiftc -enable-testing; \
	done
	@"$$(dirname "$$(readlink -f "$$(command -v swift)")")/clang" -O1 -shared -fPIC \
	  Tests/swift-mutex.c -o .build/thread/swift-mutex.so
	LD_PRELOAD="$(CURDIR)/.build/thread/swift-mutex.so" \
	  TSAN_OPTIONS="exitcode=66 suppressions=$(CURDIR)/Tests/thread-sanitizer.supp" \
	  .build/thread/$(CHECKED_TESTS)
	ASAN_OPTIONS=detect_leaks=0 .build/address/$(CHECKED_TESTS)

lint: setup ## Check the format of the sources
	swift format lint --strict --recursive Sources Tests Package.swift

install: build ## Put the program, its weights and completions under PREFIX
	@install -d "$(BIN)" "$(SHARE)/completions"
	@install -m 755 $(PROGRAM) "$(BIN)/emonet"
	@install -m 644 LICENSE "$(SHARE)/LICENSE"
	@cd Weights && find . -type f -not -name '.*' -exec install -D -m 644 {} "$(SHARE)/{}" \;
	@$(PROGRAM) completions bash > "$(SHARE)/completions/emonet.bash"
	@$(PROGRAM) completions zsh > "$(SHARE)/completions/_emonet"
	@$(PROGRAM) completions fish > "$(SHARE)/completions/emonet.fish"
	@chmod 644 "$(SHARE)"/completions/*
	@echo "installed $(BIN)/emonet and $(SHARE)"

uninstall: ## Remove what make install put under PREFIX
	rm -f "$(BIN)/emonet"
	rm -rf "$(SHARE)"

clean: ## Remove everything that was built
	rm -rf .build
