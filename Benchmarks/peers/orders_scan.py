"""The orders as Polars reads them for itself, Pandera and Pointblank: lazily, each column as its declared type."""

import polars as pl

from words import COLUMNS, TIMESTAMP

# Timestamps are parsed after reading.
TYPES = {name: pl.String for name in COLUMNS} | {
    "id": pl.Int64,
    "amount": pl.Float64,
    "quantity": pl.Int64,
    "ship_date": pl.Date,
    "is_gift": pl.Boolean,
}


def scan(path):
    return pl.scan_csv(path, schema=TYPES).with_columns(
        pl.col("created_at").str.to_datetime(TIMESTAMP, time_zone="UTC")
    )
