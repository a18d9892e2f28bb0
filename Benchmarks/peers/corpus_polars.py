"""Polars' scan_ndjson: declared types, streaming engine. It stops at the first value of a wrong type."""

import sys

import polars as pl

from words import LICENSES, verdict

column = pl.col
types = {
    "id": pl.String,
    "text": pl.String,
    "source_id": pl.String,
    "license": pl.String,
    "lang": pl.String,
    "score": pl.Float64,
    "meta": pl.Struct({"url": pl.String, "crawl": pl.String, "tokens": pl.Int64}),
    "tags": pl.List(pl.String),
}
meta = column("meta").struct
required = ("id", "text", "source_id", "license", "lang", "score", "tags")
tests = {f"{name} missing": column(name).is_null() for name in required} | {
    "license": ~column("license").is_in(LICENSES),
    "score": ~column("score").is_between(0, 1),
    "text": column("text").str.len_bytes() < 1,
    "url": ~meta.field("url").str.contains("^https?://"),
    "tokens missing": meta.field("tokens").is_null(),
    "tokens": meta.field("tokens") < 0,
}
counts = (
    pl.scan_ndjson(sys.argv[1], schema=types)
    .select(
        pl.len().alias("rows"),
        (pl.len() - column("id").n_unique()).alias("copies"),
        *[test.sum().alias(name) for name, test in tests.items()],
    )
    .collect(engine="streaming")
    .to_dicts()[0]
)
rows = counts.pop("rows")
verdict(rows, counts)
