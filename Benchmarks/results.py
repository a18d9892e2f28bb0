"""The results as Markdown."""

import os
import platform
import re
import subprocess

from cases import Target
from environments import PACKAGES, version

NOTES = {
    "duckdb": "DuckDB has no validator; its figures are what one SQL query asks for. Of CSV it reads on: rejected rows "
    "are kept apart, and left out of the other checks. Of JSON it stops at the first value that cannot be cast. It says "
    "where a row was rejected, not where a check failed.",
    "polars": "Polars has no validator either, and stops at the first cell of a wrong type; so do Pandera and "
    "Pointblank, which read declared types through it here, their fastest way. Amounts are floating-point numbers. "
    "Without a regular expression it has no check of UUIDs.",
    "datacontract": "datacontract-cli does not check the form of UUIDs.",
    "gx": "Great Expectations counts; it was not asked for the rows.",
    "frictionless": "Frictionless makes all checks and names every row.",
    "jsonschema": "The loop, the parsing of lines and the set of ids are a script in Python; JSON Schema cannot say "
    "`unique`.",
    "sourcemeta": "No `unique`: JSON Schema cannot say it. Stops at the first invalid document (`--fast`).",
}


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|:--" + "|--:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def figure(value, digits=2):
    return f"{value:,.{digits}f}"


def seconds(value):
    return figure(value, 3 if value < 1 else 2 if value < 100 else 0)


def sample(case):
    return f" ({case.bytes / 1e6:.0f} MB)" if case.is_sample else ""


def compared(result, base):
    """Peers beside ours: one row each."""
    notes = []
    for case in result.cases.values():
        if case.note and case.note not in notes:
            notes.append(case.note)
    rows = []
    for key, case in result.cases.items():
        label = case.label + sample(case) + (f" [{notes.index(case.note) + 1}]" if case.note else "")
        if not result.is_usable(key):
            rows.append([label, result.failure(key) or "not run"] + [""] * 6)
            continue
        ratio, start = result.ratio(key, base), result.start(key)
        rows.append(
            [
                label,
                seconds(result.seconds(key)),
                figure(result.pace(key), 0),
                figure(ratio),
                case.target.words() if case.target else "",
                case.target.verdict(ratio) if case.target else "",
                figure(result.peak(key), 0),
                seconds(start) if start else "",
            ]
        )
    head = ["", "seconds", "MB/s", "× assay", "target", "", "peak MiB", "ten records, s"]
    return (
        table(head, rows)
        + "\n"
        + "\n".join(f"[{number}] {NOTES[note]}  " for number, note in enumerate(notes, 1))
        + "\n"
    )


def alone(result):
    rows = []
    for key, case in result.cases.items():
        if result.is_usable(key):
            rows.append(
                [case.label, seconds(result.seconds(key)), figure(result.pace(key), 0), figure(result.peak(key), 0)]
            )
        else:
            rows.append([case.label, result.failure(key) or "not run", "", ""])
    return table(["", "seconds", "MB/s", "peak MiB"], rows)


def ratio_rows(result, ratios):
    rows = []
    for ratio in ratios:
        if result.is_usable(ratio.over, ratio.under):
            rows.append(bounded(ratio.label, result.ratio(ratio.over, ratio.under), "", ratio.target))
        elif ratio.over in result.cases and ratio.under in result.cases:
            rows.append([ratio.label, "not measured", "", ""])
    return rows


def bounded(label, value, unit, target):
    """A figure beside its target."""
    return [
        label,
        figure(value, 1 if unit else 2) + unit,
        target.words() + unit if target else "",
        target.verdict(value) if target else "",
    ]


def size_rows(result):
    keys = [key for key in result.cases if result.is_usable(key)]
    start = result.start(keys[0]) or 0
    cost = {key: (result.seconds(key) - start) / result.cases[key].bytes for key in keys}
    return [
        bounded(
            f"a byte of {big} MB ÷ one of {small} MB, start-up left out",
            cost[big] / cost[small],
            "",
            Target(1.1, at_most=True),
        )
        for small, big in zip(keys, keys[1:])
    ]


def memory_rows(result):
    limits = {"plain": 64, "long": 64, "spilling": 128}
    return [
        bounded(f"peak memory: {result.cases[key].label}", result.peak(key), " MiB", Target(limit, at_most=True))
        for key, limit in limits.items()
        if result.is_usable(key)
    ]


def machine():
    with open("/proc/cpuinfo") as file:
        text = file.read()
    model = re.search(r"model name\s*: (.*)", text)
    flags = [flag for flag in ("avx512_vbmi2", "avx2", "sha_ni", "asimd", "sha2") if re.search(rf"\b{flag}\b", text)]
    with open("/proc/meminfo") as file:
        memory = int(re.search(r"MemTotal:\s*(\d+)", file.read()).group(1)) / 2**20
    return (
        f"{model.group(1) if model else platform.machine()} ({', '.join(flags)}), {os.cpu_count()} cores, "
        f"{memory:.0f} GiB, {platform.system()} {'.'.join(platform.release().split('.')[:2])}, {platform.machine()}"
    )


def first_line(*command):
    try:
        run = subprocess.run(command, capture_output=True, text=True)
        return (run.stdout or run.stderr).splitlines()[0].strip()
    except (OSError, IndexError):
        return "not installed"


def versions(assay, folder):
    ours = first_line("git", "-C", os.path.dirname(os.path.abspath(__file__)), "describe", "--always", "--dirty")
    rows = [
        ["assay", f"{first_line(assay, '--version')}, commit {ours}"],
        ["compiler", first_line("swift", "--version")],
    ]
    rows += [[name, version(folder, name)] for name in PACKAGES]
    rows += [
        [tool[0], first_line(*tool)]
        for tool in (
            ("sha256sum", "--version"),
            ("openssl", "version"),
            ("gzip", "--version"),
            ("igzip", "--version"),
            ("zstd", "--version"),
            ("python3", "--version"),
        )
    ]
    return table(["", "version"], rows)
