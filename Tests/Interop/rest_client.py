"""curl, as a person at a terminal uses it: REST with JSON over HTTP/1.1 and HTTP/2, on the port of gRPC."""

import json
import os
import pathlib
import re
import subprocess
import urllib.parse
import uuid

from cases import expect
from frames import RawConnection

README = pathlib.Path(__file__).resolve().parents[2] / "README.md"

CALL_SECONDS = 30
ORGANIZATION = "organizations/demo"
HOME = f"{ORGANIZATION}/locations/headquarters"
CRITERIA = {"countryCode": "US", "areaCode": "201"}
# JSON, its field that is a list, and how long that is
SEARCH = "/v1/numbers:search?criteria.countryCode=US&criteria.areaCode=201&pageSize=3"


def run(report, suite):
    for version in ("--http1.1", "--http2-prior-knowledge"):
        run_version(report, Curl(suite, version), version.lstrip("-"))
    with report.case("REST: the lines of the README"):
        run_readme(suite)
    run_examples(report, Curl(suite, "--http2-prior-knowledge"))
    with report.case("REST: a request may end with trailers"), RawConnection(suite.gateway) as connection:
        headers = {"authorization": f"Bearer {suite.key}", "content-type": "application/json"}
        path, body = f"/v1/{ORGANIZATION}/reservations", json.dumps({"quantity": {"criteria": CRITERIA, "count": 1}})
        answer = connection.call(path, body.encode(), headers, trailers=[("x-checksum", "1")])
        expect(answer[":status"] == "200", f"{answer}")
    with report.case("REST: two requests on one connection of HTTP/1.1"):
        curl = Curl(suite, "--http1.1")
        answer = curl.output(SEARCH, curl.address + SEARCH, "--write-out", "\n%{num_connects}\n")
        expect(answer.rstrip().endswith("0"), f"connections {answer[-20:]}")


def run_readme(suite):
    """The commands as they are printed there, but with the key and the address of this suite."""
    (lines,) = re.findall(r"```sh\nexport TRUNKLINE_API_KEY=tl_...\n(.*?)```", README.read_text(), re.S)
    lines = lines.replace("127.0.0.1:7400", suite.gateway).replace("curl ", "curl --fail --silent --show-error ")
    done = subprocess.run(
        ["bash", "-euc", lines], env={**os.environ, "TRUNKLINE_API_KEY": suite.key},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=CALL_SECONDS,
    )  # fmt: skip
    expect(done.returncode == 0, f"status {done.returncode}: {done.stderr.strip()}")
    wanted = ('"phoneNumber":"+1201', '"state":"ACTIVE"', '"openapi"')
    expect(all(part in done.stdout for part in wanted), f"answers {done.stdout[:300]}")


def run_examples(report, curl):
    """The examples of the description, each as it stands there."""
    document = curl.call("/openapi.json")[1]
    with report.case("REST: the examples of its description"):
        wrong, count = [], 0
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                example = Example(path, operation)
                if not example.is_complete:
                    continue
                count += 1
                status, answer = curl.call(example.target, example.body, "--request", method.upper())
                if status != 200:
                    wrong.append(f"{method} {example.target}: {status} {answer}")
        expect(not wrong and count > 30, f"{len(wrong)} of {count}:\n" + "\n".join(wrong))


class Example:
    """The request that the examples of an operation make together."""

    def __init__(self, path, operation):
        parameters = operation.get("parameters", [])
        examples = {place: {} for place in ("path", "query")}
        for parameter in parameters:
            if "example" in parameter:
                examples[parameter["in"]][parameter["name"]] = parameter["example"]
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        self.body = content.get("example")
        required = [parameter["name"] for parameter in parameters if parameter.get("required")]
        is_shown = bool(self.body is not None or examples["path"] or examples["query"] or not parameters)
        has_body = self.body is not None or "requestBody" not in operation
        self.is_complete = is_shown and has_body and all(name in examples["path"] for name in required)
        self.target = path.format(**examples["path"]) if self.is_complete else path
        if examples["query"]:
            self.target += "?" + urllib.parse.urlencode(examples["query"], doseq=True)


class Curl:
    def __init__(self, suite, *options):
        self.address = f"http://{suite.gateway}"
        self.options = ["--silent", "--show-error", "--max-time", str(CALL_SECONDS), *options]
        self.options += ["--header", f"authorization: Bearer {suite.key}"]

    def output(self, path, *options):
        command = ["curl", *self.options, *options, self.address + path]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        expect(done.returncode in (0, 28), f"status {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def call(self, path, body=None, *options):
        """The HTTP status and the JSON that came."""
        if body is not None:
            options += ("--header", "content-type: application/json", "--data", json.dumps(body))
        text, status = self.output(path, *options, "--write-out", "\n%{http_code}").rsplit("\n", 1)
        return int(status), json.loads(text)


def run_version(report, curl, version):
    with report.case(f"REST, {version}: search"):
        status, answer = curl.call(SEARCH)
        numbers = [number["phoneNumber"] for number in answer["numbers"]]
        expect(status == 200 and len(numbers) == 3, f"{status} {answer}")

    with report.case(f"REST, {version}: reserve, order, accept, watch, look up"):
        journey(curl)

    with report.case(f"REST, {version}: errors"):
        status, answer = curl.call("/v1/organizations/nobody")
        detail = answer["error"]["details"][0]
        expect(status == 404 and detail["reason"] == "RESOURCE_NOT_FOUND", f"{status} {answer}")
        status, answer = curl.call(f"/v1/{ORGANIZATION}/reservations", {"wrong": 1})
        fields = [field for detail in answer["error"]["details"] for field in detail.get("fieldViolations", [])]
        expect(status == 400 and fields[0]["field"] == "wrong", f"{status} {answer}")

    with report.case(f"REST, {version}: its description"):
        status, document = curl.call("/openapi.json")
        expect(status == 200 and document["openapi"].startswith("3.1"), f"{status}")
        expect("/v1/numbers:search" in document["paths"], f"paths {list(document['paths'])}")


def journey(curl):
    request_id = str(uuid.uuid4())
    reservation = {"quantity": {"criteria": CRITERIA, "count": 1}}
    key = ("--header", f"idempotency-key: {request_id}")
    status, first = curl.call(f"/v1/{ORGANIZATION}/reservations", reservation, *key)
    expect(status == 200 and first["state"] == "ACTIVE", f"{status} {first}")
    expect(curl.call(f"/v1/{ORGANIZATION}/reservations", reservation, *key) == (200, first), "a repeat differs")

    order = {"location": HOME, "reservation": first["name"], "fencingToken": first["fencingToken"]}
    status, order = curl.call(f"/v1/{ORGANIZATION}/orders?requestId={uuid.uuid4()}", order)
    expect(status == 200 and order["state"] == "PENDING", f"{status} {order}")
    status, order = curl.call(f"/v1/{order['name']}:acceptTermsOfService", {})
    expect(status == 200 and order["state"] == "PROVISIONED", f"{status} {order}")

    events = curl.output(f"/v1/{order['name']}:watch", "--no-buffer", "--max-time", "2")
    expect(events.startswith("data: {") and "PROVISIONED" in events, f"events {events[:200]}")

    number = first["phoneNumbers"][0].lstrip("+")
    status, number = curl.call(f"/v1/numbers/{number}")
    expect(status == 200 and number["location"] == HOME, f"{status} {number}")
