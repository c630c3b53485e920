#!/usr/bin/env python3
"""A second calendar of ports, written from domain.md section 5: PyPI holidays knows the days, zoneinfo the hours.

Reads questions, one JSON object a line, and answers each with one. It knows nothing of Deploy/countries.
"""

import json
import sys
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

import holidays

EIGHT_TO_FIVE = [(8, 17)]
WINDOWS = {
    **dict.fromkeys(["CH", "BE", "SE"], [(8, 15)]),
    **dict.fromkeys(["NL", "LT", "LU", "DK"], [(9, 16)]),
    "FI": [(8, 17)],
    "FR": [(10, 13), (14, 17)],
    "DE": [(6, 8)],
    "GR": [(9, 18)],
    "IT": [(8, 18)],
}
LEAD_DAYS = {"GR": 7, "FR": 8, "DE": 8, "AU": 5, "NZ": 5}
LONGER_CUT_OFF = {"MIXED_OPERATOR", "COMPLEX"}


def lead_days(country, port_type, numbers, donor_holds_range):
    if country in ("US", "CA"):
        return 2 if numbers <= 50 else 5
    if country == "GB":
        if port_type == "MIXED_OPERATOR":
            return 22 if donor_holds_range else 25
        for most, holder, other in [(1, 4, 7), (30, 7, 10), (150, 10, 13), (10**9, 17, 20)]:
            if numbers <= most:
                return holder if donor_holds_range else other
    return LEAD_DAYS.get(country, 2)


# Departments that ISO 3166-2 has merged, and the code under which their holidays are known.
MERGED_REGIONS = {("FR", "67"): "6AE", ("FR", "68"): "6AE"}


@cache
def days_off(country, region):
    region = MERGED_REGIONS.get((country, region), region)
    return holidays.country_holidays(country, subdiv=region or None, years=range(2023, 2037))


def is_business_day(day, question):
    # Where nobody knows the region, no port is promised for a day on which one of them rests.
    regions = question["regions"] or [""]
    return day.weekday() < 5 and not any(day in days_off(question["country"], region) for region in regions)


def step(day, count, direction, question):
    while count:
        day += timedelta(days=direction)
        count -= is_business_day(day, question)
    return day


def instant(milliseconds):
    return datetime.fromtimestamp(milliseconds / 1000, timezone.utc)


def milliseconds(moment):
    return round(moment.timestamp() * 1000)


def received(question, zone):
    local = instant(question["submitted"]).astimezone(zone)
    day = local.date()
    if question["country"] == "US" and (local.hour >= 13 or not is_business_day(day, question)):
        return step(day, 1, 1, question)
    return day


def local_time(day, hour, zone):
    return datetime.combine(day, time(hour), zone)


def windows(day, question, zones):
    if not is_business_day(day, question):
        return
    for first, last in WINDOWS.get(question["country"], EIGHT_TO_FIVE):
        start = max(local_time(day, first, zone).astimezone(timezone.utc) for zone in zones)
        end = min(local_time(day, last, zone).astimezone(timezone.utc) for zone in zones)
        if start < end:
            yield milliseconds(start), milliseconds(end)


def first_windows(day, question, zones, count):
    found = []
    while len(found) < count:
        found += windows(day, question, zones)
        day += timedelta(days=1)
    return found[:count]


def deadline(port, cut_off, question, zones):
    def of(zone):
        day = step(instant(port).astimezone(zone).date(), cut_off, -1, question)
        return milliseconds(datetime.combine(day + timedelta(days=1), time(0), zone))

    return min(of(zone) for zone in zones)


def judge(question, zones, earliest):
    wish = question["wish"]
    days = [instant(wish).astimezone(zone).date() for zone in zones]
    if min(days) < earliest:
        return "BEFORE_EARLIEST_DATE"
    if not is_business_day(days[0], question):
        return "NOT_A_WORKING_DAY"
    for day in sorted(set(days)):
        if any(start <= wish < end for start, end in windows(day, question, zones)):
            return ""
    return "OUTSIDE_WINDOW"


def answer(question):
    zones = [ZoneInfo(name) for name in question["zones"]]
    lead = lead_days(question["country"], question["type"], question["numbers"], question["holder"])
    earliest = step(max(received(question, zone) for zone in zones), lead, 1, question)
    slots = first_windows(earliest, question, zones, 3)
    cut_off = 7 if question["type"] in LONGER_CUT_OFF else 5
    return {
        "earliest": earliest.isoformat(),
        "slots": [list(slot) for slot in slots],
        "deadline": deadline(slots[0][0], cut_off, question, zones),
        "judgement": judge(question, zones, earliest),
    }


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
