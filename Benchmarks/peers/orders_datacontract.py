"""datacontract-cli: `datacontract test` on an ODCS contract, run within this process so that its memory is its own."""

import json
import os
import sys
import tempfile

from words import COUNTRIES, EMAIL, REQUIRED, ROWS, STATUS

PHYSICAL = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
}


def field(name, kind, values=None, unique=False, **options):
    description = {"name": name, "logicalType": kind, "physicalType": PHYSICAL[kind], "required": name in REQUIRED}
    if unique:
        description["unique"] = True
    if options:
        description["logicalTypeOptions"] = options
    if values:
        description["quality"] = [
            {"type": "library", "metric": "invalidValues", "arguments": {"validValues": values}, "mustBe": 0}
        ]
    return description


contract = {
    "apiVersion": "v3.0.2",
    "kind": "DataContract",
    "id": "orders",
    "name": "orders",
    "version": "1.0.0",
    "status": "active",
    "servers": [
        {"server": "local", "type": "local", "path": os.path.abspath(sys.argv[1]), "format": "csv", "delimiter": ","}
    ],
    "schema": [
        {
            "name": "orders",
            "physicalName": "orders",
            "logicalType": "object",
            "physicalType": "table",
            "properties": [
                field("id", "integer", unique=True),
                field("uuid", "string"),
                field("email", "string", pattern=EMAIL),
                field("country", "string", COUNTRIES),
                field("amount", "number", minimum=0, maximum=10000),
                field("quantity", "integer", minimum=1, maximum=100),
                field("created_at", "timestamp"),
                field("ship_date", "date"),
                field("status", "string", STATUS),
                field("comment", "string", maxLength=200),
                field("is_gift", "boolean"),
                field("source_id", "string"),
            ],
            "quality": [{"type": "library", "metric": "rowCount", "mustBeBetween": list(ROWS)}],
        }
    ],
}

with tempfile.TemporaryDirectory() as folder:
    path, report = os.path.join(folder, "orders.odcs.yaml"), os.path.join(folder, "report.json")
    with open(path, "w") as file:
        json.dump(contract, file)
    sys.argv = ["datacontract", "test", path, "--output", report, "--output-format", "json"]
    from datacontract.cli import app

    try:
        app()
    except SystemExit:
        pass
    with open(report) as file:
        result = json.load(file)
# A warning or an error is no pass: some checks may not have been made.
if not result.get("checks") or any(check["result"] not in ("passed", "info") for check in result["checks"]):
    print(
        [
            (check["name"], check["result"], check.get("reason"))
            for check in result["checks"]
            if check["result"] != "passed"
        ]
    )
    sys.exit(1)
