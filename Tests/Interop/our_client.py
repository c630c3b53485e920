"""Our client makes gRPC's official cases, on servers that are not ours and through proxies."""

import subprocess

import servers
from cases import expect

# Soaks included, on a busy machine with debug executables.
RUN_SECONDS = 120


def run(report, port, way, certificates=None, *options):
    command = [servers.BINARIES / "trunkline-interop-client", "cases", "--port", str(port), *options]
    if certificates:
        command += ["--ca", certificates.authority, "--server-name", certificates.host]
    with report.case(f"ours, {way}: the client makes its cases"):
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=RUN_SECONDS
        )  # fmt: skip
        outcomes = done.stdout.splitlines()
        expect(outcomes, f"status {done.returncode}, and no case: {done.stderr.strip()[:400]}")
        for outcome in outcomes:
            word, name = outcome.split(" ", 1)
            with report.case(f"ours, {way}: {name.split(':')[0]}"):
                expect(word == "ok", name)
