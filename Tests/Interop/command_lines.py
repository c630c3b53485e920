"""grpcurl and buf curl, as a person at a terminal uses them: list, describe and call, by reflection."""

import json
import pathlib
import subprocess
import sys

import grpcio_client
from cases import expect

BIN = pathlib.Path(sys.executable).parent
SEARCH = {"criteria": {"country_code": "US", "area_code": "201"}, "page_size": 3}
CALL_SECONDS = 30


def run(report, suite):
    authorization = f"authorization: Bearer {suite.key}"
    run_grpcurl(report, suite.gateway, authorization)
    run_buf_curl(report, suite.gateway, authorization)


def output_of(*command):
    done = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=CALL_SECONDS,
    )  # fmt: skip
    expect(done.returncode == 0, f"status {done.returncode}: {(done.stderr or done.stdout)[-400:].strip()}")
    return done.stdout


def expect_numbers(answer):
    numbers = [number["phoneNumber"] for number in json.loads(answer)["numbers"]]
    expect(len(numbers) == 3 and all(n.startswith("+1201") for n in numbers), f"numbers {numbers}")


def run_grpcurl(report, address, authorization):
    grpcurl = [BIN / "grpcurl", "-plaintext", "-H", authorization]

    with report.case("grpcurl: list"):
        listed = output_of(*grpcurl, address, "list").split()
        expect(set(grpcio_client.SERVICES) <= set(listed), f"listed {listed}")

    with report.case("grpcurl: describe"):
        described = output_of(*grpcurl, address, "describe", grpcio_client.INVENTORY)
        expect("rpc SearchNumbers" in described, described)

    with report.case("grpcurl: call"):
        method = f"{grpcio_client.INVENTORY}/SearchNumbers"
        expect_numbers(output_of(*grpcurl, "-d", json.dumps(SEARCH), address, method))

    with report.case("grpcurl: health check"):
        answer = output_of(*grpcurl, address, "grpc.health.v1.Health/Check")
        expect(json.loads(answer) == {"status": "SERVING"}, answer)


def run_buf_curl(report, address, authorization):
    buf = [BIN / "buf", "curl", "--http2-prior-knowledge", "--protocol", "grpc", "--header", authorization]
    # Without it buf asks reflection without the caller's key.
    buf += ["--reflect-header", "*"]

    with report.case("buf curl: list services"):
        listed = output_of(*buf, "--list-services", f"http://{address}").split()
        expect(set(grpcio_client.SERVICES) <= set(listed), f"listed {listed}")

    with report.case("buf curl: list methods"):
        listed = output_of(*buf, "--list-methods", f"http://{address}").split()
        expect(f"{grpcio_client.INVENTORY}/SearchNumbers" in listed, f"listed {listed}")

    with report.case("buf curl: call"):
        url = f"http://{address}/{grpcio_client.INVENTORY}/SearchNumbers"
        expect_numbers(output_of(*buf, "--data", json.dumps(SEARCH), url))
