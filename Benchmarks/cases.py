"""What is run: the tables of the benchmark, and the ratios that are drawn from them with their targets."""

import dataclasses
import os
import shutil

from environments import program
from runs import Case

HERE = os.path.dirname(os.path.abspath(__file__))
# What each peer is known for here; the slow ones get the first so many million bytes, and fewer rounds.
SAMPLES = {"great-expectations": 50, "frictionless": 25}
SLOW_ROUNDS = 3


@dataclasses.dataclass
class Target:
    """A bound of a ratio: `aim`, and `floor` where less than the aim is still acceptable."""

    aim: float
    floor: float = 0
    at_most: bool = False

    def words(self):
        if self.at_most:
            return f"≤ {self.aim:g}"
        return f"≥ {self.aim:g}" + (f" (at least {self.floor:g})" if self.floor else "")

    def verdict(self, value):
        if value <= self.aim if self.at_most else value >= self.aim:
            return "met"
        return "acceptable" if not self.at_most and self.floor and value >= self.floor else "**missed**"


@dataclasses.dataclass
class Ratio:
    """How many times as long a byte of `over` takes as one of `under`."""

    label: str
    over: str
    under: str
    target: Target = None


class Cases:
    def __init__(self, assay, workshop, megabytes):
        self.assay, self.workshop, self.megabytes = assay, workshop, megabytes
        self.orders = workshop.data("orders", mb=megabytes)
        self.corpus = workshop.data("corpus", mb=megabytes)
        self.ten_orders = workshop.path(workshop.data("orders", rows=10))
        self.ten_corpus = workshop.path(workshop.data("corpus", rows=10))

    def ours(self, label, contract, name, threads=2, data=None, ten="", expected=0, options=()):
        """Ours on generated data. `data` is what it is given, where that is not the file of that name."""

        def command(path):
            given = ["--data", path] if path else []
            return [self.assay, "check", contract, "--quiet", "--threads", str(threads), *given, *options]

        file = self.workshop.path(name)
        return Case(
            label, command, file if data is None else data, self.workshop.size(name), ten=ten, expected=expected, reads=file
        )

    def tool(self, label, command, name):
        """A program without checks, as a measure of the machine."""
        return Case(label, lambda path: [*command, path], self.workshop.path(name), self.workshop.size(name))

    def peer(self, label, environment, script, name, ten, slow=False, target=None, options=(), note=""):
        """A script of peers/ in its environment."""
        is_sample = environment in SAMPLES and SAMPLES[environment] < self.megabytes
        if is_sample:
            name = self.workshop.data("orders", mb=SAMPLES[environment])
        python, path = program(self.workshop.folder, environment), os.path.join(HERE, "peers", script)
        return Case(
            label,
            lambda data: [python, path, data, *options],
            self.workshop.path(name),
            self.workshop.size(name),
            ten,
            is_sample,
            rounds=SLOW_ROUNDS if slow else 1000,
            target=target,
            note=note,
        )

    def orders_table(self):
        name, ten = self.orders, self.ten_orders
        contract = self.workshop.contract("orders", name)

        def peer(*words, **more):
            return self.peer(*words, name, ten, **more)

        return {
            "assay": self.ours("assay, 2 threads", contract, name, ten=ten),
            "assay 1": self.ours("assay, 1 thread", contract, name, 1, ten=ten),
            "libcsv": self.tool("libcsv, counting only", [self.workshop.path("csvcount")], name),
            "sha256sum": self.tool("sha256sum, no checks", ["sha256sum"], name),
            "openssl": self.tool("openssl dgst -sha256, no checks", ["openssl", "dgst", "-sha256"], name),
            "duckdb": peer("DuckDB, store_rejects", "duckdb", "orders_duckdb.py", target=Target(8, 6), note="duckdb"),
            "polars": peer("Polars, typed", "polars", "orders_polars.py", target=Target(4, 3), note="polars"),
            "polars uuid": peer(
                "Polars, typed, UUIDs too", "polars", "orders_polars.py", options=["--uuid"], note="polars"
            ),
            "pandera": peer(
                "Pandera on Polars", "pandera", "orders_pandera.py", slow=True, target=Target(10), note="polars"
            ),
            "pointblank": peer(
                "Pointblank on Polars",
                "pointblank",
                "orders_pointblank.py",
                slow=True,
                target=Target(10),
                note="polars",
            ),
            "datacontract": peer(
                "datacontract-cli",
                "datacontract-cli",
                "orders_datacontract.py",
                slow=True,
                target=Target(10),
                note="datacontract",
            ),
            "gx": peer(
                "Great Expectations on pandas",
                "great-expectations",
                "orders_great_expectations.py",
                slow=True,
                target=Target(10),
                note="gx",
            ),
            "frictionless": peer(
                "Frictionless",
                "frictionless",
                "orders_frictionless.py",
                slow=True,
                target=Target(10),
                note="frictionless",
            ),
        }

    def corpus_table(self):
        name, ten = self.corpus, self.ten_corpus
        contract = self.workshop.contract("corpus", name, base="corpus")
        schema = os.path.join(HERE, "peers", "corpus.schema.json")
        sourcemeta = program(self.workshop.folder, "sourcemeta-jsonschema", "jsonschema")
        return {
            "assay": self.ours("assay, 2 threads", contract, name, ten=ten),
            "assay 1": self.ours("assay, 1 thread", contract, name, 1, ten=ten),
            "sha256sum": self.tool("sha256sum, no checks", ["sha256sum"], name),
            "duckdb": self.peer(
                "DuckDB, read_json", "duckdb", "corpus_duckdb.py", name, ten, target=Target(2.5), note="duckdb"
            ),
            "polars": self.peer("Polars, scan_ndjson", "polars", "corpus_polars.py", name, ten, note="polars"),
            "jsonschema-rs": self.peer(
                "jsonschema-rs, in Python",
                "jsonschema-rs",
                "corpus_jsonschema_rs.py",
                name,
                ten,
                slow=True,
                target=Target(10),
                note="jsonschema",
            ),
            "sourcemeta": Case(
                "sourcemeta's jsonschema",
                lambda path: [sourcemeta, "validate", "--fast", schema, path],
                self.workshop.path(name),
                self.workshop.size(name),
                ten,
                rounds=SLOW_ROUNDS,
                target=Target(10),
                note="sourcemeta",
            ),
        }

    def variants_table(self):
        """Ours on other data and other contracts, and the programs that give the measure."""
        shop, mb, orders = self.workshop, self.megabytes, self.orders
        contract, plain = shop.contract("orders", orders), shop.contract("orders_without_unique", orders, unique=())
        in_files, uuid = shop.data("orders", mb=mb, files=1000), shop.contract("uuid", orders, unique=("id", "uuid"))
        eighths = shop.data("orders", mb=mb, files=8)
        return {
            "clean": self.ours("orders", contract, orders),
            "pinned": self.ours(
                "orders, with a SHA-256 pin", shop.contract("pinned", orders, pinned=True), orders, data=""
            ),
            "openssl": self.tool("openssl dgst -sha256", ["openssl", "dgst", "-sha256"], orders),
            "plain": self.ours("orders, no `unique`", plain, orders),
            "plain 1": self.ours("orders, no `unique`, 1 thread", plain, orders, 1),
            "bad cells": self.ours("orders, 1 % of cells bad", contract, shop.data("bad_cells", mb=mb), expected=1),
            "bare quotes": self.ours(
                "orders, a structural fault in 0.1 % of records", contract, shop.data("bare_quotes", mb=mb), expected=1
            ),
            "in files": self.ours(
                "orders in 1000 files", contract, in_files, data=os.path.join(shop.path(in_files), "*.csv")
            ),
            "contracts": self.ours(
                "a folder of 8 contracts, an eighth each", shop.contracts("eighths", eighths), eighths, data=""
            ),
            "uuid": self.ours("orders, uuid `unique` too", uuid, orders),
            "spilling": self.ours(
                "orders, uuid `unique` too, `--memory 64M`", uuid, orders, options=["--memory", "64M"]
            ),
            "long": self.ours(
                "records of 1 MiB", shop.contract("long", "long.csv", base="long"), shop.data("long_records", mb=mb)
            ),
        }

    def sizes_table(self, huge):
        """Without `unique`, whose cost depends on the number of keys."""
        contract = self.workshop.contract("orders_without_unique", self.orders, unique=())
        sizes = [size for size in (10, 100, 1000) if size <= self.megabytes] + ([10_000] if huge else [])
        return {
            str(size): self.ours(f"{size} MB", contract, self.workshop.data("orders", mb=size), ten=self.ten_orders)
            for size in sizes
        }

    def compressed_table(self):
        """Ours on compressed data, beside the decompressor alone."""
        shop, orders = self.workshop, self.orders
        contract = shop.contract("orders_without_unique", orders, unique=())
        table = {}
        for suffix, compress, tools in (
            (".gz", ["gzip", "-6", "-c"], {"gzip": ["gzip", "-dc"], "igzip": ["igzip", "-dc"]}),
            (".zst", ["zstd", "-q", "-3", "-c"], {"zstd": ["zstd", "-dc"]}),
        ):
            if not shutil.which(compress[0]):
                continue
            name = shop.compressed(orders, compress, suffix)
            table["assay" + suffix] = self.ours(f"orders{suffix}", contract, name)
            for tool, command in tools.items():
                if shutil.which(tool):
                    table[tool] = self.tool(" ".join(command), command, name)
        for case in table.values():  # the pace is that of the data itself
            case.bytes = shop.size(orders)
        return table


VARIANT_RATIOS = [
    Ratio("with a SHA-256 pin ÷ `openssl dgst -sha256`", "pinned", "openssl", Target(1.3, at_most=True)),
    Ratio("one thread ÷ two, without `unique`", "plain 1", "plain", Target(1.8)),
    Ratio("1 % of cells bad ÷ clean", "bad cells", "clean", Target(1.5, at_most=True)),
    Ratio("structural faults in 0.1 % of records ÷ clean", "bare quotes", "clean"),
    Ratio("1000 files ÷ one file of the same size", "in files", "clean", Target(1.1, at_most=True)),
    Ratio("8 contracts, an eighth each ÷ one contract", "contracts", "clean", Target(1.1, at_most=True)),
    Ratio("a column of random UUIDs `unique` too ÷ ids alone", "uuid", "clean"),
    Ratio("the same with `--memory 64M` ÷ with a quarter of the machine's", "spilling", "uuid"),
]
COMPRESSED_RATIOS = [
    Ratio("orders.csv.gz ÷ `igzip -dc`", "assay.gz", "igzip", Target(1.1, at_most=True)),
    Ratio("orders.csv.gz ÷ `gzip -dc`", "assay.gz", "gzip", Target(1, at_most=True)),
    Ratio("orders.csv.zst ÷ `zstd -dc`", "assay.zst", "zstd", Target(1.1, at_most=True)),
]
