#!/usr/bin/env python3
"""Write every NPA-NXX of the US and Canada that libphonenumber's prefix data names, as a stock file.

usage: north_american_blocks.py > Deploy/stock/north-america.csv
       north_american_blocks.py --check Deploy/stock/north-america.csv

Needs the packages of requirements.txt, pinned: another version of the data gives another file. What is left
out, and what is kept without a city, is reported on standard error.
"""

import argparse
import collections
import sys

import phonenumbers
from phonenumbers.geodata import GEOCODE_DATA

VERSION = "9.0.43"
COUNTRIES = {"US", "CA"}
BLOCK = 10_000

# The data names the state alone where one exchange serves several cities: these blocks keep the region and
# have no city.
STATES = {"California": "CA", "Connecticut": "CT", "New York": "NY", "Ontario": "ON", "Texas": "TX"}
# Places without a state that lie in the US or Canada.
PLACES = {"Watson Lake": ("YT", "Watson Lake")}

HEADER = """\
# Blocks of 10,000 telephone numbers of the US and Canada with the place that each is rated in.
# from: first number; to: last number of the last block, where neighbours share a place. All are LOCAL.
# Source: prefix data of Google's libphonenumber as packaged in phonenumbers {version}, Apache License 2.0,
# Copyright The Libphonenumber Authors. Written by Tests/DataPreparation/north_american_blocks.py: do not edit.
from,to,region,city
"""


def place(text):
    """Region and city of a description such as "Jersey City, NJ", or None."""
    city, comma, region = text.rpartition(", ")
    if comma:
        # A few name a street before the city.
        return region, city.rpartition(", ")[2]
    if text in STATES:
        return STATES[text], ""
    return PLACES.get(text)


def named_blocks(report):
    """Yield (first number, region, city) in rising order."""
    for prefix in sorted(GEOCODE_DATA):
        if len(prefix) != 7 or not prefix.startswith("1"):
            continue
        number = phonenumbers.PhoneNumber(country_code=1, national_number=int(prefix[1:] + "1000"))
        country = phonenumbers.region_code_for_number(number)
        if country not in COUNTRIES:
            report["skipped: in " + str(country)] += 1
            continue
        found = place(GEOCODE_DATA[prefix]["en"])
        if found is None:
            report["skipped: no state in " + GEOCODE_DATA[prefix]["en"]] += 1
            continue
        report["without city: " + found[0] if not found[1] else "with city"] += 1
        yield int(prefix) * BLOCK, found[0], found[1]


def runs(blocks):
    """Join neighbours of one area code that share a place."""
    current = None
    for first, region, city in blocks:
        if current and current[1] + 1 == first and current[2:] == [region, city] and first % 10_000_000:
            current[1] = first + BLOCK - 1
            continue
        if current:
            yield current
        current = [first, first + BLOCK - 1, region, city]
    if current:
        yield current


def cell(text):
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def stock_file(report):
    lines = [HEADER.format(version=VERSION)]
    for first, last, region, city in runs(named_blocks(report)):
        end = "" if last - first == BLOCK - 1 else str(last)
        lines.append(f"{first},{end},{region},{cell(city)}\n")
    return "".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", metavar="FILE", help="fail when FILE is not what would be written")
    arguments = parser.parse_args()
    if phonenumbers.__version__ != VERSION:
        sys.exit(f"phonenumbers is {phonenumbers.__version__}, but {VERSION} is needed: see requirements.txt")
    report = collections.Counter()
    text = stock_file(report)
    for what, count in sorted(report.items()):
        print(f"{count:6} {what}", file=sys.stderr)
    if arguments.check:
        with open(arguments.check, encoding="utf-8") as file:
            sys.exit(0 if file.read() == text else f"{arguments.check} is stale: write it again")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
