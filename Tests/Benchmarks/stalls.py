"""How much time the machine takes from whoever runs on it: a loop that does nothing but read the clock, alone on a
core, and the gaps in what it reads. A percentile of latency cannot be better than that.

usage: stalls.py CORE SECONDS
"""

import os
import subprocess
import sys
import time

SHORTEST_GAP = 0.0005


def spin(core, seconds):
    """The share of time lost in gaps, and the longest of them."""
    os.sched_setaffinity(0, {int(core)})
    lost = longest = 0.0
    begin = last = time.perf_counter()
    while last - begin < seconds:
        now = time.perf_counter()
        gap = now - last
        last = now
        if gap >= SHORTEST_GAP:
            lost += gap
            longest = max(longest, gap)
    return lost / (last - begin), longest


def stalls(*cores, seconds=3):
    """Of all cores, measured at the same time."""
    command = [sys.executable, __file__]
    spins = [
        subprocess.Popen([*command, core, str(seconds)], stdout=subprocess.PIPE, text=True) for core in cores
    ]
    answers = [[float(word) for word in spin.communicate()[0].split()] for spin in spins]
    return max(share for share, _ in answers), max(gap for _, gap in answers)


if __name__ == "__main__":
    print(*spin(sys.argv[1], float(sys.argv[2])))
