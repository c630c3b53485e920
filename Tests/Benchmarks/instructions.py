"""Instructions of one unary call, counted by callgrind: what no other load on the machine can change.

Each server runs twice, with few calls and with many; the difference is that of the calls alone. `--check` compares
our share of plain C's with what is committed here, and fails when it has moved by more than the tolerance: then either
the cause goes, or the figure here changes with a reason in the commit.
"""

import argparse
import dataclasses
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from h2load import check_load, load
from processes import stop
from subjects import FIRST_PORT, FRAMED_REQUEST, check_answer, choose, report_missing, start

# Times plain C's instructions, at 16 connections with 32 streams.
COMMITTED = {"trunkline_immediate": 2.43, "trunkline_async": 2.83}
TOLERANCE = 0.05
REFERENCE = "plain_c"
FEW, MANY = 2_000, 12_000
STREAMS = 32
# A program is about fifty times slower under callgrind.
PATIENCE_SECONDS = 120


def without_debug_information(subject, folder):
    """callgrind cannot read that of Swift's executables."""
    copy = pathlib.Path(folder) / pathlib.Path(subject.command[0]).name
    if not copy.exists():
        shutil.copy(shutil.which(subject.command[0]), copy)
        subprocess.run(["strip", "-g", copy], check=True)
    return dataclasses.replace(subject, command=[str(copy), *subject.command[1:]])


def instructions(subject, port, calls, folder, body):
    output = pathlib.Path(folder) / f"{subject.name}-{calls}.callgrind"
    prefix = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", "--log-file=/dev/null"]
    try:
        start(subject, port, prefix, PATIENCE_SECONDS)
        check_answer(subject, PATIENCE_SECONDS)
        check_load(subject, load(subject, STREAMS, calls, body), calls)
    finally:
        stop(subject.process)
    return int(re.search(r"^totals: (\d+)", output.read_text(), re.MULTILINE)[1])


def measure(subject, port, folder, body):
    subject = without_debug_information(subject, folder)
    few, many = (instructions(subject, port + index, calls, folder, body) for index, calls in enumerate((FEW, MANY)))
    return (many - few) / (MANY - FEW)


def is_as_committed(name, share):
    committed = COMMITTED[name]
    if abs(share / committed - 1) <= TOLERANCE:
        return True
    print(f"FAILED  {name} takes {share:.3f} times plain C's instructions, not {committed} (instructions.py)")
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", help="a subject to measure beside plain C")
    parser.add_argument("--check", action="store_true", help="fail when our share of plain C's has changed")
    arguments = parser.parse_args()
    others = [] if arguments.check else ["nghttpd"]
    measured, missing = choose([*(arguments.only or [*COMMITTED, *others]), REFERENCE])
    counts = {}
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as body:
        body.write(FRAMED_REQUEST)
        body.flush()
        for index, subject in enumerate(measured):
            counts[subject.name] = measure(subject, FIRST_PORT + 2 * index, folder, body.name)
            print(f"RESULT instructions.{subject.name} {counts[subject.name]:.0f} per call", flush=True)
    report_missing(missing)
    reference = counts.pop(REFERENCE, None)
    shares = {name: count / reference for name, count in counts.items()} if reference else {}
    for name, share in shares.items():
        print(f"RESULT instructions.{name}.of_{REFERENCE} {share:.3f} times")
    if arguments.check:
        if not shares.keys() >= COMMITTED.keys():
            sys.exit("bench: what is to be checked was not built")
        if not all([is_as_committed(name, shares[name]) for name in COMMITTED]):
            sys.exit(1)


main()
