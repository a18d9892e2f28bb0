"""Pandera over Polars: an eager read with declared types (its fastest way), a DataFrameSchema, all failures kept."""

import sys

import pandera.polars as pa
import polars as pl

from orders_scan import scan
from words import COUNTRIES, EMAIL, ROWS, STATUS, UUID, verdict

check, moment = pa.Check, pl.Datetime("us", "UTC")
schema = pa.DataFrameSchema(
    {
        "id": pa.Column(pl.Int64, unique=True),
        "uuid": pa.Column(pl.String, check.str_matches(UUID)),
        "email": pa.Column(pl.String, check.str_matches(EMAIL)),
        "country": pa.Column(pl.String, check.isin(COUNTRIES)),
        "amount": pa.Column(pl.Float64, check.in_range(0, 10_000)),
        "quantity": pa.Column(pl.Int64, check.in_range(1, 100)),
        "created_at": pa.Column(moment),
        "ship_date": pa.Column(pl.Date, nullable=True),
        "status": pa.Column(pl.String, check.isin(STATUS)),
        "comment": pa.Column(pl.String, check.str_length(max_value=200), nullable=True),
        "is_gift": pa.Column(pl.Boolean, nullable=True),
        "source_id": pa.Column(pl.String),
    },
    checks=check(lambda data: data.lazyframe.select(pl.len().is_between(*ROWS))),
)
frame = scan(sys.argv[1]).collect()
try:
    schema.validate(frame, lazy=True)
    verdict(frame.height, {})
except pa.errors.SchemaErrors as errors:
    verdict(frame.height, {"failures": errors.failure_cases.height})
