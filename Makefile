# The two commands: `make demo` and `make test`. Each does its own set-up.
.PHONY: demo test build bench check clean

ASSAY := .build/release/assay

build:
	@scripts/bootstrap
	@swift build -c release --product assay -Xswiftc -static-stdlib

demo: build
	@scripts/demo $(ASSAY)

test:
	@scripts/bootstrap --tests
	@scripts/test

bench: build
	@scripts/bench $(ASSAY)

check:
	@scripts/check

clean:
	rm -rf .build .bench .demo
