#!/usr/bin/env python3
"""Write the public holidays of every country into the files of Deploy/countries.

usage: public_holidays.py FIRST_YEAR LAST_YEAR

Needs the packages of requirements.txt, pinned. Only holidays of a whole country are written: those of one of its
regions are no holidays for the others.
"""

import pathlib
import re
import sys
import textwrap

import holidays

COUNTRIES = pathlib.Path(__file__).resolve().parents[2] / "Deploy" / "countries"
SOURCE = f"public holidays of the whole country, PyPI holidays {holidays.__version__}; dates are facts"


def rule(code, years):
    days = sorted(day.isoformat() for day in holidays.country_holidays(code, years=years))
    dates = textwrap.fill(", ".join(days), width=96, initial_indent="      ", subsequent_indent="      ")
    return f"  holidays:\n    value: [\n{dates}\n    ]\n    source: {SOURCE}\n"


def main(first, last):
    years = range(int(first), int(last) + 1)
    for path in sorted(COUNTRIES.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"  holidays:\n(    .*\n)*", "", text)
        path.write_text(text + rule(path.stem.upper(), years), encoding="utf-8")


main(*sys.argv[1:])
