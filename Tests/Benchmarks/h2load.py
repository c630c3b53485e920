"""Calls by h2load, on a core of its own."""

import re
import subprocess
import sys

from subjects import FRAMED_RESPONSE, KEY, LOAD_CORE

CONNECTIONS = 16


def load(subject, streams, calls, body, connections=CONNECTIONS):
    url = f"http://127.0.0.1:{subject.port}/bench.v1.LookUpService/{subject.method}"
    headers = ["content-type: application/grpc", "te: trailers", "grpc-timeout: 10S", f"authorization: {KEY}"]
    command = ["taskset", "--cpu-list", LOAD_CORE, "h2load", "--requests", str(calls)]
    command += ["--clients", str(connections), "--max-concurrent-streams", str(streams), "--data", body]
    command += [argument for header in headers for argument in ("--header", header)] + [url]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


def check_load(subject, output, calls):
    """h2load looks at no gRPC status: the bytes of the messages tell whether each call was answered."""
    succeeded = int(re.search(r"(\d+) succeeded", output).group(1))
    data_bytes = int(re.search(r"\((\d+)\) data", output).group(1))
    if succeeded != calls or data_bytes != calls * len(FRAMED_RESPONSE):
        sys.exit(f"bench: {subject.name} answered {succeeded} of {calls} calls, {data_bytes} bytes:\n{output}")
