"""What the generated data may hold; each peer's script ends with `verdict`."""

import sys

COUNTRIES = "US CA MX BR AR GB FR DE ES IT NL BE SE NO DK PL JP CN IN AU".split()
STATUS = "new paid shipped returned cancelled".split()
LICENSES = ["cc-by-4.0", "cc0-1.0", "apache-2.0", "mit", "odc-by"]
EMAIL = r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$"
UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
TIMESTAMP = "%Y-%m-%dT%H:%M:%SZ"
COLUMNS = "id,uuid,email,country,amount,quantity,created_at,ship_date,status,comment,is_gift,source_id".split(",")
REQUIRED = [name for name in COLUMNS if name not in ("ship_date", "comment", "is_gift")]
ROWS = (1, 100_000_000)


def verdict(rows, faults):
    """Exit code 1 when a count of faults is not 0, or there are too few or too many rows."""
    found = {name: int(count) for name, count in faults.items() if count}
    if not ROWS[0] <= rows <= ROWS[1]:
        found["rows"] = rows
    print(f"{rows} rows", found or "pass")
    sys.exit(1 if found else 0)
