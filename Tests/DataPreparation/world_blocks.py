#!/usr/bin/env python3
"""Write some blocks of every other country of the calling plan, and of North America's toll-free codes, as a stock file.

usage: world_blocks.py > Deploy/stock/world.csv
       world_blocks.py --check Deploy/stock/world.csv

Places and their prefixes, lengths and types are those of libphonenumber's metadata. Of each place up to five blocks
are taken, of each country up to 400 places, the shortest prefixes first: enough to search in each, and small enough to
read. Needs the packages of requirements.txt, pinned: another version of the data gives another file.
"""

import argparse
import collections
import sys

import phonenumbers
from phonenumbers import PhoneNumberType, geocoder
from phonenumbers.geodata import GEOCODE_DATA

VERSION = "9.0.43"
BLOCK = 10_000
PLACES = 400
BLOCKS_OF_PLACE = 5
BLOCKS_OF_TYPE = 3

# Domain.md section 7: where new numbers are offered, besides North America.
COUNTRIES = [
    "AT", "AU", "BE", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "GR", "IE", "IT", "LT", "LU", "NL", "NO", "NZ", "PL",
    "PT", "SE",
]  # fmt: skip
FIXED = {PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
# What counts as NATIONAL here: numbers of a country as a whole.
NATIONAL = (PhoneNumberType.UAN, PhoneNumberType.VOIP)
TOLL_FREE_CODES = [800, 833, 844, 855, 866, 877, 888]
# Valid in the pinned data, but not yet in that of Debian's libphonenumber (8.12.57), which the inventory asks.
TOO_NEW = ("3278080", "4768", "6424", "61241", "61349", "618513", "618514", "61855")

HEADER = """\
# Blocks of 10,000 telephone numbers of the countries of the calling plan besides the US and Canada, and toll-free ones.
# from: first number; to: last number of the last block; area: area code (NDC).
# Source: metadata and prefix data of Google's libphonenumber as packaged in phonenumbers {version}, Apache License 2.0,
# Copyright The Libphonenumber Authors. Written by Tests/DataPreparation/world_blocks.py: do not edit.
from,to,type,country,area,region,city
"""


def number(digits):
    return phonenumbers.parse(f"+{digits}")


def is_whole(first, country, types):
    """Whether all of a block are numbers of the country and of one of the types, by samples."""
    if str(first).startswith(TOO_NEW):
        return False
    samples = [number(first + offset) for offset in (0, 1234, 5555, 9999)]
    return all(
        phonenumbers.is_valid_number_for_region(sample, country) and phonenumbers.number_type(sample) in types
        for sample in samples
    )


def blocks_below(prefix, length, country, types):
    """First numbers of blocks that begin with a prefix, for numbers of that many digits."""
    missing = length - len(prefix) - 4
    if missing < 0:
        return
    first = int(prefix) * 10**missing
    # Some ranges begin with numbers of no use: look at ten places within each.
    step = max(10**missing // 40, 1)
    for index in range(first, first + 10**missing, step):
        if is_whole(index * BLOCK, country, types):
            yield index * BLOCK


def run(prefix, lengths, country, types, limit):
    """The first run of blocks below a prefix: (first, count), or None."""
    for length in lengths:
        for first in blocks_below(prefix, length, country, types):
            count = 1
            while count < limit and str(first + count * BLOCK).startswith(prefix):
                following = first + count * BLOCK
                if not is_whole(following, country, types) or area(following) != area(first):
                    break
                count += 1
            return first, count
    return None


def lengths(country, code):
    """Digits of fixed-line numbers with the calling code: as the example first, then others, long ones first."""
    example = phonenumbers.format_number(
        phonenumbers.example_number_for_type(country, PhoneNumberType.FIXED_LINE),
        phonenumbers.PhoneNumberFormat.E164,
    )
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
    others = [len(code) + length for length in metadata.fixed_line.possible_length]
    usual = len(example) - 1
    return [usual] + sorted((length for length in others if 9 <= length <= 12 and length != usual), reverse=True)


def place(text):
    """City and region of a description such as "Sydney, NSW"; of a long list of places the first one."""
    if len(text) > 60:
        text = text.replace(",", "/").split("/")[0].strip()
    city, comma, region = text.rpartition(", ")
    return (city, region) if comma and len(region) <= 3 else (text, "")


def area(first):
    sample = number(first + 5555)
    length = phonenumbers.length_of_geographical_area_code(sample)
    length = length or phonenumbers.length_of_national_destination_code(sample)
    return phonenumbers.national_significant_number(sample)[:length]


def places(country, code, report):
    """Yield (first, count, city, region) of places, the shortest prefixes first."""
    seen = set()
    prefixes = [prefix for prefix in GEOCODE_DATA if prefix.startswith(code)]
    for prefix in sorted(prefixes, key=lambda prefix: (len(prefix), prefix)):
        names = GEOCODE_DATA[prefix]
        text = names.get("en") or next(iter(names.values()))
        if text in seen or len(seen) >= PLACES:
            continue
        found = run(prefix, lengths(country, code), country, FIXED, BLOCKS_OF_PLACE)
        if found is None or geocoder.description_for_number(number(found[0] + 5555), "en") != names.get("en", ""):
            report[f"{country}: places without a block"] += 1
            continue
        seen.add(text)
        yield (*found, *place(text))


def plain(country, code):
    """Blocks of a country whose numbers belong to no area."""
    for digits in range(20, 99):
        found = run(f"{code}{digits}", lengths(country, code), country, FIXED, BLOCKS_OF_PLACE)
        if found:
            yield (*found, "", "")


def national(country):
    for kind in NATIONAL:
        example = phonenumbers.example_number_for_type(country, kind)
        if example is None:
            continue
        text = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)[1:]
        if len(text) >= 9:
            found = run(text[: len(text) - 6], [len(text)], country, {kind}, BLOCKS_OF_TYPE)
            if found:
                yield found


def rows(report):
    """Yield (first, count, type, country, area, region, city), which do not overlap."""
    for country in COUNTRIES:
        code = str(phonenumbers.country_code_for_region(country))
        found = list(places(country, code, report)) or list(plain(country, code))
        for first, count, city, region in found:
            yield first, count, "LOCAL", country, area(first), region, city
        for first, count in national(country):
            yield first, count, "NATIONAL", country, area(first), "", ""
    for code in TOLL_FREE_CODES:
        found = run(f"1{code}", [11], "US", {PhoneNumberType.TOLL_FREE}, 20)
        if found:
            yield (*found, "TOLL_FREE", "US", str(code), "", "")


def cell(text):
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def stock_file(report):
    lines = {}
    taken = set()
    for first, count, *columns in rows(report):
        blocks = [first + index * BLOCK for index in range(count)]
        free = [block for block in blocks if block not in taken]
        if len(free) < len(blocks):
            report["runs cut because a place before has the block"] += 1
        if not free or free != [free[0] + index * BLOCK for index in range(len(free))]:
            continue
        taken.update(free)
        cells = [str(free[0]), str(free[-1] + BLOCK - 1)] + [cell(column) for column in columns]
        lines[free[0]] = ",".join(cells) + "\n"
        report[f"{columns[1]}: blocks"] += len(free)
    return HEADER.format(version=VERSION) + "".join(lines[first] for first in sorted(lines))


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
