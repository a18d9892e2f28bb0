"""The checks of orders.assay.yaml in DuckDB: declared types, rejected rows kept, one aggregate query."""
import sys

import duckdb

from words import COLUMNS, COUNTRIES, EMAIL, STATUS

database = duckdb.connect()
database.execute("SET TimeZone='UTC'")
types = dict(zip(COLUMNS, (
    "BIGINT UUID VARCHAR VARCHAR DECIMAL(12,2) INTEGER TIMESTAMPTZ DATE VARCHAR VARCHAR BOOLEAN VARCHAR").split()))
required = ("id", "uuid", "email", "country", "amount", "quantity", "created_at", "status", "source_id")
bad = [f"{name} IS NULL" for name in required] + [
    f"country NOT IN {tuple(COUNTRIES)}", f"status NOT IN {tuple(STATUS)}", "amount NOT BETWEEN 0 AND 10000",
    "quantity NOT BETWEEN 1 AND 100", f"NOT regexp_matches(email, '{EMAIL}')", "length(comment) > 200",
]
# Columns that no expression names would not even be read as their types.
named = "count(ship_date), count(is_gift)"
row = database.execute(
    f"""SELECT count(*), count(id) - count(DISTINCT id), {', '.join(f'count(*) FILTER ({test})' for test in bad)}, {named}
    FROM read_csv(?, header=true, auto_detect=false, delim=',', quote='"', escape='"', columns={types},
                  strict_mode=true, store_rejects=true)""", [sys.argv[1]]).fetchall()[0]
rejected = database.execute("SELECT count(*) FROM reject_errors").fetchall()[0][0]
sys.exit(bool(rejected or any(row[1:2 + len(bad)]) or not 1 <= row[0] <= 10_000_000))
