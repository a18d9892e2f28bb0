#!/usr/bin/env python3
"""Times assay and its peers on the same data and the same checks, in turn, and prints medians.

usage: run.py ASSAY DATA_FOLDER PYTHON [--rounds 5]

Every command runs once a round, so that a machine whose speed drifts slows all of them alike; compare the ratios. A
command that cannot run (a peer that is not installed) is shown as such.
"""
import argparse
import os
import platform
import statistics
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def run(command):
    """Wall seconds, peak MiB, exit code of one whole process."""
    with open(os.devnull, "w") as null:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=null, stderr=null)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    return wall, usage.ru_maxrss / 1024, process.returncode


def commands(assay, data, python):
    orders, corpus = os.path.join(data, "orders_200.csv"), os.path.join(data, "corpus_200.jsonl")
    contract = lambda name: os.path.join(HERE, name + ".assay.yaml")
    peer = lambda name, path: [python, os.path.join(HERE, "peers", name + ".py"), path]
    check = lambda name, *options: [assay, "check", contract(name), "--quiet", *options]
    return {
        "orders.csv": (orders, {
            "assay, 1 thread": check("orders", "--threads", "1"),
            "assay, 2 threads": check("orders", "--threads", "2"),
            "assay, plain reader": check("orders", "--threads", "1", "--reader", "plain"),
            "sha256sum": ["sha256sum", orders],
            "DuckDB": peer("orders_duckdb", orders),
            "Polars": peer("orders_polars", orders),
        }),
        "corpus.jsonl": (corpus, {
            "assay, 1 thread": check("corpus", "--threads", "1"),
            "assay, 2 threads": check("corpus", "--threads", "2"),
            "sha256sum": ["sha256sum", corpus],
            "DuckDB": peer("corpus_duckdb", corpus),
        }),
    }


def table(name, path, cases, rounds):
    size = os.path.getsize(path) / 1e6
    results = {label: [] for label in cases}
    for round_number in range(rounds + 1):
        for label, command in cases.items():
            result = run(command)
            if round_number:  # the first warms caches
                results[label].append(result)
    print(f"\n{name}: {size:.0f} MB, medians of {rounds} rounds\n")
    print(f"| {'':<22} | seconds |  MB/s | times assay, 2 threads | peak MiB |")
    print("|:-----------------------|--------:|------:|-----------------------:|---------:|")
    base = statistics.median(wall for wall, _, _ in results["assay, 2 threads"])
    for label, runs in results.items():
        codes = {code for _, _, code in runs}
        if codes != {0}:
            print(f"| {label:<22} | failed (exit code {sorted(codes)})")
            continue
        wall = statistics.median(wall for wall, _, _ in runs)
        peak = max(peak for _, peak, _ in runs)
        print(f"| {label:<22} | {wall:7.2f} | {size / wall:5.0f} | {wall / base:22.2f} | {peak:8.0f} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("assay")
    parser.add_argument("data")
    parser.add_argument("python")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}")
    for name, (path, cases) in commands(arguments.assay, arguments.data, arguments.python).items():
        table(name, path, cases, arguments.rounds)
    start = statistics.median(run([arguments.assay, "check", os.path.join(HERE, "tiny.assay.yaml"), "--quiet"])[0] for _ in range(20))
    print(f"\nStart to verdict on ten rows: {start * 1000:.1f} ms")



if __name__ == "__main__":
    main()
