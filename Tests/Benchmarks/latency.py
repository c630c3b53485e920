"""Latency at a rate that every server can bear, counted from when each call should have begun (`trunkline load`)."""

import argparse
import json
import pathlib
import subprocess
import tempfile

from processes import stop
from subjects import FIRST_PORT, HERE, KEY, LOAD_CORE, check_answer, choose, report_missing, start

TRUNKLINE = HERE.parents[1] / ".build/release/trunkline"
REQUEST = {"phoneNumber": "+12015550123", "organization": "organizations/00"}
CONNECTIONS = 16


def described(folder):
    """The service and its messages, for servers that have no reflection."""
    path = pathlib.Path(folder) / "bench.pb"
    command = ["protoc", "--include_imports", f"--descriptor_set_out={path}"]
    command += [f"--proto_path={HERE / 'peers/Protos'}", f"--proto_path={HERE / 'Protos'}", "bench/v1/look_up.proto"]
    subprocess.run(command, check=True)
    return path


def measure(subject, rate, seconds, descriptors):
    command = ["taskset", "--cpu-list", LOAD_CORE, TRUNKLINE, "load", "--json", "--descriptors", descriptors]
    command += ["--gateway", f"127.0.0.1:{subject.port}", "--api-key", KEY.removeprefix("Bearer ")]
    command += ["--method", f"bench.v1.LookUpService/{subject.method}", "--request", json.dumps(REQUEST)]
    command += ["--rate", str(rate), "--duration", str(seconds), "--connections", str(CONNECTIONS)]
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=4_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--only", action="append", help="a subject to measure; all when not given")
    arguments = parser.parse_args()
    measured, missing = choose(arguments.only)
    with tempfile.TemporaryDirectory() as folder:
        descriptors = described(folder)
        # nghttpd sends no status.
        for index, subject in enumerate(subject for subject in measured if subject.speaks_grpc):
            try:
                start(subject, FIRST_PORT + index)
                check_answer(subject)
                latency = measure(subject, arguments.rate, arguments.seconds, descriptors)["latencyMicroseconds"]
                for figure in ("p50", "p99"):
                    name = f"latency.{subject.name}.at{arguments.rate}.{figure}"
                    print(f"RESULT {name} {latency[figure]:.0f} us", flush=True)
            finally:
                stop(subject.process)
    report_missing(missing)


main()
