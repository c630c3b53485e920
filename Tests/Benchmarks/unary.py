"""CPU time of one unary call: our server, plain C on the same libraries, and what others have.

Every server runs on core 0 and its load (h2load) on core 1. What counts is the CPU time the server's
threads took, not the rate: h2load is as busy as the fast servers are. The servers take turns, several
rounds, and the median counts, so that a slow moment of the machine does not fall on one of them.
"""

import argparse
import statistics
import tempfile
import time

from h2load import check_load, load
from processes import cpu_nanoseconds, stop
from subjects import FIRST_PORT, FRAMED_REQUEST, check_answer, choose, report_missing, start


def measure(subject, streams, body):
    calls = subject.calls[streams]
    load(subject, streams, max(calls // 20, 1_000), body)
    before = cpu_nanoseconds(subject.process)
    started = time.monotonic()
    output = load(subject, streams, calls, body)
    elapsed = time.monotonic() - started
    spent = cpu_nanoseconds(subject.process) - before
    check_load(subject, output, calls)
    subject.samples.setdefault(streams, []).append(spent / calls / 1_000)
    subject.rates.setdefault(streams, []).append(calls / elapsed)


def report(measured, streams):
    cpu = {subject.name: statistics.median(subject.samples[streams]) for subject in measured}
    for subject in measured:
        name = f"unary.{subject.name}.x{streams}"
        print(f"RESULT {name}.cpu {cpu[subject.name]:.2f} us/call")
        print(f"RESULT {name}.rate {statistics.median(subject.rates[streams]):.0f} calls/s")
    for ours in (subject for subject in measured if subject.is_ours):
        for peer in (subject for subject in measured if not subject.is_ours):
            ratio = cpu[ours.name] / cpu[peer.name]
            print(f"RESULT unary.{ours.name}.x{streams}.of_{peer.name} {ratio:.3f} times")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--share", type=float, default=1.0, help="share of the usual number of calls")
    parser.add_argument("--only", action="append", help="a subject to measure; all when not given")
    arguments = parser.parse_args()

    measured, missing = choose(arguments.only, arguments.share)
    try:
        for index, subject in enumerate(measured):
            start(subject, FIRST_PORT + index)
            check_answer(subject)
        with tempfile.NamedTemporaryFile() as body:
            body.write(FRAMED_REQUEST)
            body.flush()
            for _ in range(arguments.rounds):
                for streams in (32, 1):
                    for subject in measured:
                        measure(subject, streams, body.name)
    finally:
        for subject in measured:
            stop(subject.process)
    for streams in (32, 1):
        report(measured, streams)
    report_missing(missing)


main()
