#!/usr/bin/env python3
"""Times assay and its peers on the same data and the same checks, in turn, and writes Benchmarks/results.md.

usage: bench.py ASSAY FOLDER [--mb 1000] [--rounds 5] [--huge] [--only TABLE,…] [--output results.md]

The tables are orders, corpus, variants, sizes, compressed, start and faults; with --only, the result goes to stdout.
Data, contracts and the peers' environments are made in FOLDER, once.
"""

import argparse
import dataclasses
import os
import statistics
import sys
import time

import environments
import faults
import results
from cases import COMPRESSED_RATIOS, VARIANT_RATIOS, Cases, Target
from prepare import Workshop
from resident import Resident
from runs import TRIES, Runner, Table

HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = ("orders", "corpus", "variants", "sizes", "compressed", "start", "faults")
STARTS, BRIEF_ROUNDS = 3, 20


def say(text):
    """Progress, for who waits."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


class Benchmark:
    def __init__(self, arguments):
        folder = os.path.abspath(arguments.folder)
        os.makedirs(folder, exist_ok=True)
        environments.compile_programs(folder)
        self.arguments, self.assay = arguments, os.path.abspath(arguments.assay)
        self.workshop, self.runner = Workshop(folder, say), Runner(folder)
        self.cases = Cases(self.assay, self.workshop, arguments.mb)
        self.foreign, self.is_resident = [], True

    def measure(self, cases):
        tens = {key: dataclasses.replace(case, data=case.ten) for key, case in cases.items() if case.ten}
        starts = self.runner.interleave(tens, STARTS, lambda _: None)
        read = dict.fromkeys(path for case in cases.values() for path in self.workshop.files(case.reads or case.data))
        with Resident(list(read)) as resident:
            self.is_resident = self.is_resident and resident.complete
            result = Table(cases, self.runner.interleave(cases, self.arguments.rounds, say, self.warm), starts)
        self.foreign.append(result.foreign())
        return result

    def warm(self, case):
        """Reads a case's data just before its run: what ran before it may have taken the memory, or not."""
        self.workshop.warm(case.reads or case.data)

    def orders(self):
        head = f"## orders.csv: {self.arguments.mb} MB, types, required, enum, range, email, timestamps, unique id\n\n"
        return head + results.compared(self.measure(self.cases.orders_table()), "assay")

    def corpus(self):
        head = f"## corpus.jsonl: {self.arguments.mb} MB, types, required, enum, range, length, pattern, unique id\n\n"
        return head + results.compared(self.measure(self.cases.corpus_table()), "assay")

    def variants(self):
        result = self.measure(self.cases.variants_table())
        rows = results.ratio_rows(result, VARIANT_RATIOS) + results.memory_rows(result)
        return "## Other data, other contracts\n\n" + ratios(rows) + "\n" + results.alone(result)

    def sizes(self):
        result = self.measure(self.cases.sizes_table(self.arguments.huge))
        return "## Sizes, without `unique`\n\n" + ratios(results.size_rows(result)) + "\n" + results.alone(result)

    def compressed(self):
        result = self.measure(self.cases.compressed_table())
        if not any(result.is_usable(key) for key in result.cases if key.startswith("assay")):
            return "## Compressed data\n\nThis build reads none.\n"
        rows = results.ratio_rows(result, COMPRESSED_RATIOS)
        return (
            "## Compressed data\n\nMB/s are those of the decompressed data.\n\n"
            + ratios(rows)
            + "\n"
            + results.alone(result)
        )

    def start(self):
        contract = os.path.join(HERE, "orders.assay.yaml")
        case = self.cases.ours("ten records", contract, os.path.basename(self.cases.ten_orders))
        runs = self.runner.interleave({"": case}, BRIEF_ROUNDS, lambda _: None)[""]
        milliseconds = statistics.median(run.wall for run in runs) * 1000
        row = results.bounded(
            f"orders.assay.yaml on ten records, median of {BRIEF_ROUNDS} rounds", milliseconds, " ms", Target(10, at_most=True)
        )
        return "## From start to verdict\n\n" + ratios([row])

    def faults(self):
        text = "## One fault in twenty records\n\n+ is seen, whatever the exit code.\n"
        for cases, kinds, suffix in (
            (self.cases.orders_table(), faults.orders_faults(), ".csv"),
            (self.cases.corpus_table(), faults.corpus_faults(), ".jsonl"),
        ):
            judges = {key: case for key, case in cases.items() if case.ten and key != "assay 1"}
            text += "\n" + faults.matrix(judges, kinds, self.workshop, self.runner, suffix)
        return text


def ratios(rows):
    if not rows:
        return ""
    return results.table(["", "measured", "target", ""], rows)


def page(benchmark, sections):
    arguments = benchmark.arguments
    typical, worst = (max(shares) for shares in zip(*benchmark.foreign)) if benchmark.foreign else (0, 0)
    return "\n".join(
        [
            "# Results\n",
            "Written by `make bench`; README.md says what is compared, and how to read it.\n",
            f"- Machine: {results.machine()}; everything runs on two of the cores",
            f"- Data: {arguments.mb} MB each, {'locked into' if benchmark.is_resident else 'in'} the page cache; medians of "
            f"{arguments.rounds} rounds, of at most 3 where a peer is slow, the best of {TRIES} runs in each; a ratio is the "
            "median of the rounds' ratios",
            f"- Other work on the machine kept {typical:.2f} processors busy (median of the busiest table; worst run "
            f"{worst:.2f}){': not a quiet machine, so only ratios mean something' if typical > 0.1 else ''}",
            "- Targets are those the project set itself; `acceptable` is below the aim and above its floor\n",
            *sections,
            "## Versions\n",
            results.versions(benchmark.assay, benchmark.workshop.folder),
        ]
    )


def main():
    parser = argparse.ArgumentParser(description="Times assay and its peers.")
    parser.add_argument("assay")
    parser.add_argument("folder")
    parser.add_argument("--mb", type=int, default=1000, help="million bytes of orders and of corpus")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--huge", action="store_true", help="10 GB too; takes 10 GB of disk and a good five minutes")
    parser.add_argument("--only", default=",".join(TABLES), help=f"some of {','.join(TABLES)}")
    parser.add_argument("--output", default=os.path.join(HERE, "results.md"))
    arguments = parser.parse_args()
    chosen = arguments.only.split(",")
    if unknown := [name for name in chosen if name not in TABLES]:
        parser.error(f"no table {unknown[0]}; there are {', '.join(TABLES)}")
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])  # for all that is started from here
    benchmark = Benchmark(arguments)
    if {"orders", "corpus", "faults"} & set(chosen):
        environments.install(benchmark.workshop.folder, say)
    text = page(benchmark, [getattr(benchmark, name)() for name in TABLES if name in chosen])
    if len(chosen) < len(TABLES):
        print(text)
        return
    with open(arguments.output, "w") as file:
        file.write(text)
    print(text)


if __name__ == "__main__":
    main()
