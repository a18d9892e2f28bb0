"""DuckDB: declared types, rejected rows kept (store_rejects), one aggregate query."""

import sys

import duckdb

from words import COLUMNS, COUNTRIES, EMAIL, REQUIRED, STATUS, verdict

database = duckdb.connect()
database.execute("SET TimeZone='UTC'")
types = dict(
    zip(
        COLUMNS,
        ("BIGINT UUID VARCHAR VARCHAR DECIMAL(12,2) INTEGER TIMESTAMPTZ DATE VARCHAR VARCHAR BOOLEAN VARCHAR").split(),
    )
)
tests = {f"{name} missing": f"{name} IS NULL" for name in REQUIRED} | {
    "country": f"country NOT IN {tuple(COUNTRIES)}",
    "status": f"status NOT IN {tuple(STATUS)}",
    "amount": "amount NOT BETWEEN 0 AND 10000",
    "quantity": "quantity NOT BETWEEN 1 AND 100",
    "email": f"NOT regexp_matches(email, '{EMAIL}')",
    "comment": "length(comment) > 200",
}
counts = ", ".join(f"count(*) FILTER ({test})" for test in tests.values())
# Columns that no expression names would not be read as their types.
row = database.execute(
    f"""SELECT count(*), count(id) - count(DISTINCT id), {counts},
      count(ship_date), count(is_gift)
    FROM read_csv(?, header=true, auto_detect=false, delim=',', quote='"', escape='"', columns={types},
                  strict_mode=true, store_rejects=true)""",
    [sys.argv[1]],
).fetchall()[0]
rejected = database.execute("SELECT count(*) FROM reject_errors").fetchall()[0][0]
verdict(row[0], {"copies": row[1], "rejected": rejected} | dict(zip(tests, row[2:])))
