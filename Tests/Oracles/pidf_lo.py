"""Validates PIDF-LO documents by the schemas of RFC 3863, RFC 4119 and RFC 5139, which stand beside this file.

Reads JSON texts, one a line, each a document; prints for each what is wrong with it, or nothing, as a JSON text.
"""

import json
import pathlib
import sys

from lxml import etree

SCHEMAS = pathlib.Path(__file__).parent / "pidf-lo"


def main():
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "pidf.xsd"))
    for line in sys.stdin:
        try:
            document = etree.fromstring(json.loads(line).encode())
            schema.validate(document)
            problems = "; ".join(error.message for error in schema.error_log)
        except etree.XMLSyntaxError as error:
            problems = str(error)
        print(json.dumps(problems))


main()
