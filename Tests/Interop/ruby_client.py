"""The official interop client of gRPC, unmodified, as Debian's ruby-grpc ships it."""

import glob
import os
import subprocess

from cases import expect

# Every case of the client that needs no cloud account.
CASES = (
    "empty_unary",
    "large_unary",
    "client_compressed_unary",
    "client_streaming",
    "client_compressed_streaming",
    "server_streaming",
    "ping_pong",
    "empty_stream",
    "timeout_on_sleeping_server",
    "cancel_after_begin",
    "cancel_after_first_response",
    "custom_metadata",
    "status_code_and_message",
    "unimplemented_method",
    "unimplemented_service",
)
PATTERN = "/usr/lib/*/rubygems-integration/*/gems/grpc-*/src/ruby/pb/test/client.rb"
CASE_SECONDS = 30


def client():
    found = sorted(glob.glob(PATTERN))
    expect(found, f"no interop client at {PATTERN}; run Deploy/install-packages.sh interop")
    return found[-1]


def run(report, port, way, certificates=None):
    for case in CASES:
        with report.case(f"ruby, {way}: {case}"):
            run_case(case, port, certificates)


def run_case(case, port, certificates):
    # The name goes to resolution untouched when it is an address: no resolver is needed.
    command = ["ruby", client(), "--server_host=127.0.0.1", f"--server_port={port}", f"--test_case={case}"]
    environment = dict(os.environ)
    if certificates:
        # Without --use_test_ca it trusts what this variable names, so it trusts the authority of this run.
        environment["GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"] = str(certificates.authority)
        command += ["--use_tls=true", f"--server_host_override={certificates.host}"]
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=CASE_SECONDS
    )
    # Of a Ruby backtrace the first line says what is wrong.
    expect(done.returncode == 0, f"status {done.returncode}: {done.stderr.strip()[:400].splitlines()[:1]}")
    expect(f'"OK: {case}"' in done.stdout, f"did not say that it went well: {done.stdout[-400:]!r}")
