"""CPU time of one unary call: our server, plain C on the same libraries, and grpc-swift-2.

Every server runs on core 0 and its load (h2load) on core 1. What counts is the CPU time the server's
threads took, not the rate: h2load is as busy as the fast servers are. The servers take turns, several
rounds, and the median counts, so that a slow moment of the machine does not fall on one of them.
"""

import argparse
import dataclasses
import pathlib
import re
import statistics
import struct
import subprocess
import sys
import tempfile
import time

import grpc

from processes import cpu_nanoseconds, listens, stop, wait_until

HERE = pathlib.Path(__file__).resolve().parent
SERVER_CORE, LOAD_CORE = "0", "1"
CONNECTIONS = 16
KEY = "Bearer trunkline-bench-key-0001"
NUMBER, ORGANIZATION = b"+12015550123", b"organizations/00"
# Lies outside the range the system hands to clients (32768-60999).
FIRST_PORT = 7700


def field(number, value):
    return bytes([number << 3 | 2, len(value)]) + value


REQUEST = field(1, NUMBER) + field(2, ORGANIZATION)
RESPONSE = (
    field(1, NUMBER)
    + bytes([2 << 3, 3])
    + field(3, b"US")
    + field(4, b"NJ")
    + field(5, b"Jersey City")
    + field(6, b"organizations/acme/locations/hq1")
    + field(7, b"(201) 555-0123")
)
FRAMED_REQUEST = struct.pack(">BI", 0, len(REQUEST)) + REQUEST
FRAMED_RESPONSE_BYTES = 5 + len(RESPONSE)


@dataclasses.dataclass
class Subject:
    """One kind of handler of one server."""

    name: str
    command: list
    method: str
    calls: dict  # streams per connection -> calls of one round
    process: subprocess.Popen = None
    port: int = 0
    samples: dict = dataclasses.field(default_factory=dict)
    rates: dict = dataclasses.field(default_factory=dict)


def subjects(share):
    fast = {32: int(640_000 * share), 1: int(160_000 * share)}
    slow = {32: int(48_000 * share), 1: int(24_000 * share)}
    ours = [str(HERE / ".build/release/trunkline-bench-server")]
    plain_c = [str(HERE / "plain-c/.build/plain-c-bench-server")]
    grpc_swift = [str(HERE / "grpc-swift-2-server/.build/release/grpc-swift-2-bench-server")]
    return [
        Subject("trunkline_immediate", ours, "LookUp", fast),
        Subject("trunkline_async", ours, "LookUpAsync", fast),
        Subject("plain_c", plain_c, "LookUp", fast),
        Subject("grpc_swift_2", grpc_swift, "LookUpAsync", slow),
    ]


def start(subject, port):
    command = ["taskset", "--cpu-list", SERVER_CORE, *subject.command, str(port)]
    subject.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    subject.port = port
    wait_until(lambda: listens(port), subject.process, subject.name)


def check_answer(subject):
    """A foreign client must get the right answer before anything is measured."""
    with grpc.insecure_channel(f"127.0.0.1:{subject.port}") as channel:
        call = channel.unary_unary(f"/bench.v1.LookUpService/{subject.method}")
        answer = call(REQUEST, timeout=10, metadata=[("authorization", KEY)])
    if answer != RESPONSE:
        sys.exit(f"bench: {subject.name} answered {answer!r} instead of {RESPONSE!r}")


def load(subject, streams, calls, body):
    url = f"http://127.0.0.1:{subject.port}/bench.v1.LookUpService/{subject.method}"
    headers = ["content-type: application/grpc", "te: trailers", "grpc-timeout: 10S", f"authorization: {KEY}"]
    command = ["taskset", "--cpu-list", LOAD_CORE, "h2load", "--requests", str(calls)]
    command += ["--clients", str(CONNECTIONS), "--max-concurrent-streams", str(streams), "--data", body]
    command += [argument for header in headers for argument in ("--header", header)] + [url]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


def check_load(subject, output, calls):
    """h2load looks at no gRPC status: the bytes of the messages tell whether each call was answered."""
    succeeded = int(re.search(r"(\d+) succeeded", output).group(1))
    data_bytes = int(re.search(r"\((\d+)\) data", output).group(1))
    if succeeded != calls or data_bytes != calls * FRAMED_RESPONSE_BYTES:
        sys.exit(f"bench: {subject.name} answered {succeeded} of {calls} calls, {data_bytes} bytes:\n{output}")


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


def report(measured, missing):
    by_name = {subject.name: subject for subject in measured}

    def cpu(name, streams):
        return statistics.median(by_name[name].samples[streams])

    for streams in (32, 1):
        for subject in measured:
            name = f"unary.{subject.name}.x{streams}"
            print(f"RESULT {name}.cpu {cpu(subject.name, streams):.2f} us/call")
            print(f"RESULT {name}.rate {statistics.median(subject.rates[streams]):.0f} calls/s")
        for ours in sorted(by_name.keys() & {"trunkline_immediate", "trunkline_async"}):
            if "plain_c" in by_name:
                ratio = cpu(ours, streams) / cpu("plain_c", streams)
                print(f"RESULT unary.{ours}.x{streams}.of_plain_c {ratio:.2f} times")
            if "grpc_swift_2" in by_name:
                ratio = cpu("grpc_swift_2", streams) / cpu(ours, streams)
                print(f"RESULT unary.{ours}.x{streams}.less_than_grpc_swift_2 {ratio:.1f} times")
    for name in missing:
        print(f"not measured: {name} (it was not built)")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--share", type=float, default=1.0, help="share of the usual number of calls")
    parser.add_argument("--only", action="append", help="a subject to measure; all when not given")
    arguments = parser.parse_args()

    chosen = [s for s in subjects(arguments.share) if not arguments.only or s.name in arguments.only]
    measured = [s for s in chosen if pathlib.Path(s.command[0]).exists()]
    missing = [s.name for s in chosen if s not in measured]
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
    report(measured, missing)


main()
