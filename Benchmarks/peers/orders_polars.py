"""Polars: declared types, streaming engine. It stops at the first cell of a wrong type.

Polars has no type for UUIDs: with --uuid, a regular expression tells them.
"""

import sys

import polars as pl

from orders_scan import scan
from words import COUNTRIES, EMAIL, REQUIRED, STATUS, UUID, verdict

column = pl.col
tests = {f"{name} missing": column(name).is_null() for name in REQUIRED} | {
    "country": ~column("country").is_in(COUNTRIES),
    "status": ~column("status").is_in(STATUS),
    "amount": ~column("amount").is_between(0, 10_000),
    "quantity": ~column("quantity").is_between(1, 100),
    "email": ~column("email").str.contains(EMAIL),
    "comment": column("comment").str.len_chars() > 200,
}
if "--uuid" in sys.argv:
    tests["uuid"] = ~column("uuid").str.contains(UUID)
frame = scan(sys.argv[1])
# Columns that no expression names would not be read as their types.
counts = (
    frame.select(
        pl.len().alias("rows"),
        (pl.len() - column("id").n_unique()).alias("copies"),
        *[test.sum().alias(name) for name, test in tests.items()],
        column("ship_date").count(),
        column("is_gift").count(),
    )
    .collect(engine="streaming")
    .to_dicts()[0]
)
rows = counts.pop("rows")
del counts["ship_date"], counts["is_gift"]
verdict(rows, counts)
