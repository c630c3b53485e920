#!/usr/bin/env python3
"""Writes the rule `number_time_zones` of the US and Canada into Deploy/countries.

An area code that lies in one time zone tells the zone of its numbers; those of several zones are left out, so that
their numbers have the zone of their location. From PyPI phonenumbers, pinned in requirements.txt.
"""

import collections
import pathlib
import re
import textwrap

from phonenumbers.tzdata import TIMEZONE_DATA

COUNTRIES = pathlib.Path(__file__).resolve().parents[2] / "Deploy/countries"
SOURCE = "PyPI phonenumbers 9.0.43, written by Tests/DataPreparation/number_time_zones.py"


def area_codes_by_zone():
    zones = collections.defaultdict(set)
    for prefix, names in TIMEZONE_DATA.items():
        if len(prefix) >= 4 and prefix.startswith("1"):
            zones[prefix[1:4]].update(names)
    by_zone = collections.defaultdict(list)
    for area_code, names in sorted(zones.items()):
        if len(names) == 1:
            by_zone[names.pop()].append(area_code)
    return by_zone


def rule(country, by_zone):
    known = re.search(r"time_zones:\n    value: ?(\[.*?\])", country, re.S).group(1)
    lines = ["  number_time_zones:", f"    source: {SOURCE}", "    since: 2026-11-23", "    value:"]
    for zone in re.findall(r"\w+/[\w/]+", known):
        if codes := by_zone.get(zone):
            listed = textwrap.fill(", ".join(f'"{code}"' for code in codes), 96)
            lines += [f"      - zone: {zone}", "        prefixes: ["]
            lines += ["          " + line for line in listed.splitlines()] + ["        ]"]
    return "\n".join(lines) + "\n"


def main():
    by_zone = area_codes_by_zone()
    for code in ("us", "ca"):
        path = COUNTRIES / f"{code}.yaml"
        text = re.sub(r"  number_time_zones:\n(    .*\n)*", "", path.read_text())
        path.write_text(text.replace("  holidays:\n", rule(text, by_zone) + "  holidays:\n", 1))


if __name__ == "__main__":
    main()
