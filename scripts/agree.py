#!/usr/bin/env python3
"""Ask an independent validator (Python's jsonschema) whether docs/contract.schema.json agrees with the parser.

  mkdir -p /tmp/agree && ASSAY_AGREE_DIR=/tmp/agree swift test --filter ContractSchemaTests
  scripts/agree.py /tmp/agree

Needs the packages jsonschema and pyyaml. Files named accepted-* must be valid, files named refused-* must not.
"""
import json
import pathlib
import re
import sys

import jsonschema
import yaml


class CoreLoader(yaml.BaseLoader):
    """YAML 1.2's core schema; keys stay strings."""

    def construct_mapping(self, node, deep=False):
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


def scalar(loader, node):
    text = node.value
    if node.style is not None:
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"0x[0-9a-fA-F]+|0o[0-7]+", text):
        return int(text, 0)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text


CoreLoader.add_constructor("tag:yaml.org,2002:str", scalar)
CoreLoader.add_constructor("tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node))
CoreLoader.add_constructor(
    "tag:yaml.org,2002:seq", lambda loader, node: [loader.construct_object(item, deep=True) for item in node.value])


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    schema = json.loads((root / "docs" / "contract.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    files = sorted(pathlib.Path(sys.argv[1]).glob("*.assay.yaml"))
    wrong = 0
    for file in files:
        is_valid = validator.is_valid(yaml.load(file.read_text(), CoreLoader))
        if is_valid != file.name.startswith("accepted-"):
            wrong += 1
            print(f"{file}: the schema says {'valid' if is_valid else 'invalid'}", file=sys.stderr)
    print(f"{len(files)} contracts, {wrong} disagreements")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
