"""Pointblank over Polars: an eager read with declared types, one Validate, extracts not collected."""

import sys

import pointblank as pb

from orders_scan import scan
from words import COUNTRIES, EMAIL, REQUIRED, STATUS, UUID, verdict

frame = scan(sys.argv[1]).collect()
result = (
    pb.Validate(frame)
    .col_vals_not_null(columns=REQUIRED)
    .rows_distinct(columns_subset="id")
    .col_vals_regex(columns="uuid", pattern=UUID, na_pass=True)
    .col_vals_regex(columns="email", pattern=EMAIL, na_pass=True)
    .col_vals_regex(columns="comment", pattern="^(?s:.{0,200})$", na_pass=True)
    .col_vals_in_set(columns="country", set=COUNTRIES)
    .col_vals_in_set(columns="status", set=STATUS)
    .col_vals_between(columns="amount", left=0, right=10_000, na_pass=True)
    .col_vals_between(columns="quantity", left=1, right=100, na_pass=True)
    .interrogate(collect_extracts=False)
)
verdict(
    frame.height,
    {
        f"{step.i} {step.assertion_type} {step.column}": (step.n_failed or 0) + bool(step.eval_error)
        for step in result.validation_info
    },
)
