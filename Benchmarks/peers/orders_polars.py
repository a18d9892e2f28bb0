"""The checks of orders.assay.yaml in Polars: declared types, streaming engine. It stops at the first cell of a wrong type."""
import sys

import polars as pl

from words import COLUMNS, COUNTRIES, EMAIL, STATUS

types = dict(zip(COLUMNS, [
    pl.Int64, pl.String, pl.String, pl.String, pl.Float64, pl.Int64, pl.String, pl.Date, pl.String, pl.String, pl.Boolean,
    pl.String]))
frame = pl.scan_csv(sys.argv[1], schema=types).with_columns(
    pl.col("created_at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_zone="UTC"))
column = pl.col
bad = {f"null_{name}": column(name).is_null()
       for name in ("id", "uuid", "email", "country", "amount", "quantity", "created_at", "status", "source_id")}
bad |= {
    "country": ~column("country").is_in(COUNTRIES), "status": ~column("status").is_in(STATUS),
    "amount": ~column("amount").is_between(0, 10_000), "quantity": ~column("quantity").is_between(1, 100),
    "email": ~column("email").str.contains(EMAIL), "comment": column("comment").str.len_chars() > 200,
}
counts = frame.select(
    pl.len().alias("rows"), (pl.len() - column("id").n_unique()).alias("copies"),
    *[test.sum().alias(name) for name, test in bad.items()]).collect(engine="streaming").to_dicts()[0]
rows = counts.pop("rows")
sys.exit(any(counts.values()) or not 1 <= rows <= 10_000_000)
