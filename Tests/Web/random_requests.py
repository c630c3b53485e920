"""schemathesis makes requests from /openapi.json, right ones and wrong ones: whatever comes in, no answer is a server
error, and each is as the description says."""

import pathlib
import re
import subprocess
import sys
import urllib.request

from cases import expect

CHECKS = "not_a_server_error,response_schema_conformance,content_type_conformance,status_code_conformance"
EXAMPLES_PER_OPERATION = 10
RUN_SECONDS = 600


def run(report, suite, folder, _):
    with report.case("random requests by the description"):
        address = f"http://{suite.gateway}"
        description = folder / "openapi.json"
        urllib.request.urlretrieve(f"{address}/openapi.json", description)
        program = pathlib.Path(sys.executable).with_name("schemathesis")
        done = subprocess.run(
            [program, "run", description, "--url", address, "--header", f"Authorization: Bearer {suite.key}",
             "--checks", CHECKS, "--max-examples", str(EXAMPLES_PER_OPERATION), "--workers", "2",
             "--phases", "examples,coverage,fuzzing", "--warnings", "off"],
            cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=RUN_SECONDS,
        )  # fmt: skip
        expect(done.returncode == 0, f"status {done.returncode}:\n{done.stdout[-6_000:]}{done.stderr[-500:]}")
        print(*re.findall(r"\d+ generated.*|Seed: \d+", done.stdout), sep=", ")
