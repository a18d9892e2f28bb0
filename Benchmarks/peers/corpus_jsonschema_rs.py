"""jsonschema-rs in a loop of Python: json.loads and is_valid for each line; a set for unique ids."""

import json
import os
import sys

import jsonschema_rs

from words import verdict

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "corpus.schema.json")) as file:
    is_valid = jsonschema_rs.validator_for(json.load(file)).is_valid
rows = invalid = copies = 0
seen = set()
with open(sys.argv[1], "rb") as lines:
    for line in lines:
        rows += 1
        document = json.loads(line)
        invalid += not is_valid(document)
        copies += document["id"] in seen
        seen.add(document["id"])
verdict(rows, {"invalid": invalid, "copies": copies})
