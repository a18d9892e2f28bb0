"""Frictionless: a Table Schema, and bounds of the table."""

import sys

from frictionless import Checklist, Resource, Schema, checks, system

from words import COUNTRIES, EMAIL, ROWS, STATUS, TIMESTAMP, verdict

required = {"required": True}
schema = Schema.from_descriptor(
    {
        "fields": [
            {"name": "id", "type": "integer", "constraints": {"required": True, "unique": True}},
            {"name": "uuid", "type": "string", "format": "uuid", "constraints": required},
            {"name": "email", "type": "string", "constraints": {"required": True, "pattern": EMAIL}},
            {"name": "country", "type": "string", "constraints": {"required": True, "enum": COUNTRIES}},
            {"name": "amount", "type": "number", "constraints": {"required": True, "minimum": 0, "maximum": 10000}},
            {"name": "quantity", "type": "integer", "constraints": {"required": True, "minimum": 1, "maximum": 100}},
            {"name": "created_at", "type": "datetime", "format": TIMESTAMP, "constraints": required},
            {"name": "ship_date", "type": "date"},
            {"name": "status", "type": "string", "constraints": {"required": True, "enum": STATUS}},
            {"name": "comment", "type": "string", "constraints": {"maxLength": 200}},
            {"name": "is_gift", "type": "boolean"},
            {"name": "source_id", "type": "string", "constraints": required},
        ]
    }
)
bounds = checks.table_dimensions(min_rows=ROWS[0], max_rows=ROWS[1])
with system.use_context(trusted=True):
    resource = Resource(path=sys.argv[1], schema=schema, encoding="utf-8", format="csv")
    report = resource.validate(Checklist(checks=[bounds]), limit_errors=100_000)
verdict(report.tasks[0].stats.get("rows") or 0, {"errors": report.stats.get("errors") or 0})
