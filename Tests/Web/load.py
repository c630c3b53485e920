"""k6, over REST and over gRPC with reflection: load.js says what it does and which thresholds must hold."""

import os
import pathlib
import subprocess
import sys

from cases import expect

SCRIPT = pathlib.Path(__file__).with_name("load.js")
RUN_SECONDS = 120


def run(report, suite, *_):
    with report.case("k6: REST and gRPC"):
        environment = {**os.environ, "GATEWAY": suite.gateway, "KEY": suite.key, "K6_NO_USAGE_REPORT": "true"}
        k6 = pathlib.Path(sys.executable).with_name("k6")
        done = subprocess.run(
            [k6, "run", "--quiet", SCRIPT], env=environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=RUN_SECONDS,
        )  # fmt: skip
        # It exits with 99 when a threshold does not hold.
        expect(done.returncode == 0, f"status {done.returncode}: {(done.stdout + done.stderr)[-1_500:]}")
