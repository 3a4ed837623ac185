# modelcheck: `make` builds it and prints the table; `make test` runs every test; `make help`.

SWIFT ?= swift
SOAK ?= 10
NO_INSTALL ?=
PATHS ?= Specs

SANITIZERS ?= thread
export SWIFT NO_INSTALL SANITIZERS
# A new machine has no locale at all, and the table would be plain ASCII; a chosen one is kept.
ifeq ($(LC_ALL)$(LC_CTYPE)$(LANG),)
export LC_ALL := C.UTF-8
endif

.DEFAULT_GOAL := check
.PHONY: check build build-tests test test-slow test-browser test-soak test-sanitized \
  test-checkpoint test-all \
  report update-readme table update-table update-results reference \
  reference-check expectations install dist dist-check observe update-observed bench format lint \
  clean help set-up
MAKEFLAGS += --no-builtin-rules

check: build
	@Scripts/check $(PATHS)

build: set-up
	@Scripts/quietly "Building modelcheck (some minutes the first time)" \
	  $(SWIFT) build -c release --product modelcheck

# Optimised, as the tests explore and prove a lot, and one build serves tests and program: what
# `swift test` builds by itself is testable, and the program would be built once more.
build-tests: set-up
	$(SWIFT) build --build-tests -c release

test: build-tests
	$(SWIFT) test --skip-build --disable-xctest -c release $(TEST_FLAGS)

# The reference evaluator visits every state of every small search, and the printed traces of every
# kernel are read back; minutes, so not part of `test`.
test-slow: build-tests
	MODELCHECK_SLOW_TESTS=1 $(SWIFT) test --skip-build --disable-xctest -c release \
	  --filter '^(CheckingTests.EngineAgreementTests|ReportingTests.TraceTextTests)'

# A headless Chromium goes through an HTML report of the whole table.
test-browser: build-tests
	@Scripts/test-browser

# The same pictures, texts in the README included, made anew.
update-readme: build-tests
	@Scripts/update-readme
	@MODELCHECK_UPDATE_PICTURES=1 Scripts/test-browser

# More random inputs than `test` has, with other seeds.
SOAKED := SpecLanguageTests.Fuzz|ExplicitTests.(RandomSystem|Transient)
SOAKED := $(SOAKED)|ProofsTests.(Soundness|Established)
test-soak: build-tests
	FUZZ=$(SOAK) MODELCHECK_SOAK=$(SOAK) $(SWIFT) test --skip-build --disable-xctest -c release \
	  --filter '^($(SOAKED))'

test-sanitized: set-up
	@Scripts/test-sanitized

# Kills a run ten times, which has to end as one that nobody disturbs.
test-checkpoint: build
	@Scripts/test-checkpoint

test-all: build-tests
	@Scripts/test-all

report: build
	@Scripts/report

table: build
	@Scripts/table

update-table: build
	@Scripts/update-table

# The run that pages take their verdicts from, and the pages: minutes.
update-results: update-table
	@Scripts/update-results

# The pages in Documentation/Reference; pictures would differ with the version of Graphviz.
REFERENCE = .build/release/modelcheck docs -o Documentation/Reference --no-svg
reference: build
	@$(REFERENCE)

reference-check: build
	@$(REFERENCE) --check

expectations: build
	@Scripts/expectations

PREFIX ?= /usr/local
DESTDIR ?=
install: build
	@Scripts/install "$(DESTDIR)$(PREFIX)"

dist: set-up
	@Scripts/dist

dist-check: dist
	@Scripts/dist-check

# Boots real kernels, a quarter of an hour at most, so not part of `test`.
observe: build
	@Conformance/observe

# Other model checkers on the same states, some 20 minutes on a machine that does nothing else.
bench: build
	@Scripts/bench-tools
	@python3 Benchmarks/bench.py $(BENCH_FLAGS)

update-observed:
	@cp .build-observe/observed.txt Conformance/observed.txt

format:
	@$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests

lint:
	@$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests

clean:
	rm -rf .build .build-dist .build-observe .build-thread .build-address dist report

set-up:
	@Scripts/set-up

help:
	@echo 'make               build, check every design in Specs/ and print the table'
	@echo 'make PATHS="…"     the same for other files or folders'
	@echo 'make test          run every test'
	@echo 'make test-browser  go through an HTML report with a headless Chromium (minutes)'
	@echo 'make test-checkpoint  kills a run ten times, which has to end as an undisturbed one'
	@echo 'make test-soak     more random inputs; SOAK=100 for ten times as many as usual'
	@echo 'make test-sanitized  the program under the thread sanitizer; SANITIZERS=address: the other'
	@echo 'make test-all      all of these (half an hour); names what it left out'
	@echo 'make test-slow     every small search by the evaluator, too; every trace read back'
	@echo 'make report        print the table, and make report/table.html for a browser'
	@echo 'make table         print the table alone'
	@echo 'make update-table  make the table printed now the golden one, here and in README.md'
	@echo 'make update-results  the same, and the run and the pages that belong to it (minutes)'
	@echo 'make update-readme  make the table, run, page and picture of the README anew'
	@echo 'make reference     make the pages in Documentation/Reference'
	@echo 'make reference-check  say which of them are not as the specs would have them'
	@echo 'make expectations  compare every verdict with what the facts made a reader expect'
	@echo 'make install       put program, specs, manual and completions below PREFIX (/usr/local)'
	@echo 'make dist          one archive for machines without a Swift toolchain'
	@echo 'make dist-check    unpack that archive and run it without the toolchain'
	@echo 'make observe       run the observed litmus tests on real kernels in an emulated machine'
	@echo 'make update-observed  make what they said the last time the golden table'
	@echo 'make bench         measure modelcheck, SPIN and Rumur, write Documentation/Performance.md'
	@echo '                   (BENCH_FLAGS="--sizes S --rounds 1": less of it)'
	@echo 'make lint, format  check the format of all Swift files, or correct it'
	@echo 'make clean         remove what was built'
	@echo
	@echo 'NO_INSTALL=1       never install a package'
	@echo 'SWIFT=…            the swift command to use'
	@echo 'PREFIX=…, DESTDIR=…  where to install'
