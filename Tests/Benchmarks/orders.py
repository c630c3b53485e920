"""Whole orders through the gateway: created, terms accepted, provisioned, each step durable in the service that owns
it. All services share the machine with their client.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

from processes import running
from suite import BINARIES, SUITE_PORT, load, result

ORDERING = "trunkline.ordering.v1.OrderingService"
ACCEPT = ["--then", f"{ORDERING}/AcceptTermsOfService"]
ACCEPT += ["--then-request", '{"name": "{{answer.name}}", "requestId": "{{uuid}}"}']
LOCATION = "organizations/demo/locations/headquarters"


def request(count):
    criteria = {"countryCode": "US", "region": "{{pick:NJ|NY|TX|CA|FL|OH|PA|IL|GA|NC}}"}
    order = {"location": LOCATION, "quantity": {"criteria": criteria, "count": count}}
    return {"parent": "organizations/demo", "requestId": "{{uuid}}", "order": order}


def order(key, count, connections, streams, *options):
    """Makes orders of so many numbers; all must end well."""
    options = ["--connections", str(connections), "--streams", str(streams), "--timeout", "60", *ACCEPT, *options]
    return load(key, f"{ORDERING}/CreateOrder", request(count), *options, port=SUITE_PORT)


def measure_orders(key, seconds):
    for connections, streams in ((1, 1), (16, 1), (16, 32)):
        run = order(key, 1, connections, streams, "--warmup", "1", "--duration", str(seconds))
        name = f"orders.{connections}x{streams}"
        result(f"{name}.rate", f"{run['callsPerSecond']:.0f}", "orders/s")
        result(f"{name}.p50", f"{run['latencyMicroseconds']['p50'] / 1_000:.1f}", "ms")
        result(f"{name}.p99", f"{run['latencyMicroseconds']['p99'] / 1_000:.1f}", "ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trunkline-bench-") as folder:
        folder = pathlib.Path(folder)
        ready = folder / "ready.json"
        command = [BINARIES / "trunkline", "up", "--demo", "--data", folder / "suite", "--ready-file", ready]
        command += ["--port-base", str(SUITE_PORT)]
        with running("trunkline up", command, ready.exists, stderr=subprocess.DEVNULL):
            keys = {key["name"]: key["key"] for key in json.loads(ready.read_text())["apiKeys"]}
            measure_orders(keys["demo-admin"], arguments.seconds)


main()
