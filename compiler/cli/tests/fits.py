"""Which files do not fit a JSON Schema: prints one line for each, the file's name and why.

usage: fits.py SCHEMA FILE...
"""

import json
import sys

from jsonschema import Draft202012Validator


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


schema = read(sys.argv[1])
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
for path in sys.argv[2:]:
    for error in validator.iter_errors(read(path)):
        place = "/".join(str(part) for part in error.absolute_path)
        print(f"{path}: /{place}: {error.message[:300]}")
        break
