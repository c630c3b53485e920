#!/usr/bin/env python3
"""Write the public holidays of every country into the files of Deploy/countries.

usage: public_holidays.py FIRST_YEAR LAST_YEAR

Needs the packages of requirements.txt, pinned: they know the rules of Easter, of observed days and of each region, and
are the source that the files name. Holidays of single regions are written with the regions that have them, for the
countries below; where `holidays` has only days of towns (IT) or days on which carriers work (US) they are left out.
"""

import pathlib
import re
import sys
import textwrap
from collections import defaultdict

import holidays

COUNTRIES = pathlib.Path(__file__).resolve().parents[2] / "Deploy" / "countries"
SOURCE = f"PyPI holidays {holidays.__version__}, written by Tests/DataPreparation/public_holidays.py; dates are facts"
WITH_REGIONS = {"AT", "AU", "CA", "CH", "DE", "ES", "FR", "GB", "NZ", "PT"}
# The European Collectivity of Alsace has the departments of both its parts.
ALSO = {("FR", "6AE"): ("67", "68")}


def regions(code):
    if code not in WITH_REGIONS:
        return []
    known = holidays.list_supported_countries().get(code, [])
    return [region for region in known if re.fullmatch(r"[A-Z0-9]{1,3}", region)]


def days(code, years, region=None):
    known = holidays.country_holidays(code, subdiv=region, years=years, language="en_US")
    return {(day, name) for day, names in known.items() for name in names.split("; ")}


def grouped(code, years):
    """(name, regions) -> days; no regions are the whole country."""
    everywhere = days(code, years)
    dates_off = {day for day, _ in everywhere}
    where = defaultdict(set)
    for region in regions(code):
        for day, name in days(code, years, region):
            if day not in dates_off:
                where[day, name].update((region, *ALSO.get((code, region), ())))
    groups = defaultdict(list)
    for day, name in everywhere:
        groups[name, ()].append(day)
    for (day, name), having in where.items():
        groups[name, tuple(sorted(having))].append(day)
    order = lambda item: (item[0][1] != (), min(day.replace(year=2024) for day in item[1]), item[0])
    return sorted(((key, sorted(found)) for key, found in groups.items()), key=order)


def wrapped(label, values, indent):
    text = textwrap.fill(", ".join(values), width=100, initial_indent=indent + "  ", subsequent_indent=indent + "  ")
    return f"{indent}{label}: [{text.strip()}]\n" if "\n" not in text else f"{indent}{label}: [\n{text}\n{indent}]\n"


def rule(code, years):
    text = f"  holidays:\n    source: {SOURCE}\n    since: {years[0]}-01-01\n    value:\n"
    for (name, having), dates in grouped(code, years):
        text += f'      - name: "{name}"\n'
        text += wrapped("dates", [day.isoformat() for day in dates], "        ")
        if having:
            text += wrapped("regions", [f'"{region}"' for region in having], "        ")
    return text


def main(first, last):
    years = range(int(first), int(last) + 1)
    for path in sorted(COUNTRIES.glob("*.yaml")):
        text = re.sub(r"  holidays:\n(    .*\n)*", "", path.read_text(encoding="utf-8"))
        path.write_text(text + rule(path.stem.upper(), years), encoding="utf-8")


main(*sys.argv[1:])
