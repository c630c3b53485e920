"""Port orders by the hundred thousand: how long lists, filters and time lines take, and what the worker costs.

Orders are made through the gateway in a sandbox: American drafts, at which the worker looks again after days, and
Australian ones, whose carriers take hours to answer: the worker looks at those when the clock is moved. So many are due
and all others are open then. Whatever is open, the same number of due ones must cost the same.
"""

import argparse
import contextlib
import json
import pathlib
import subprocess
import tempfile
import time
import types

from processes import cpu_nanoseconds, running
from suite import BINARIES, SUITE_PORT, load, result, trunkline

PORTING = "trunkline.porting.v1.PortingService"
LOCATIONS = "organizations/demo/locations"
SIGNATORY = ["--given-name", "Ada", "--family-name", "King", "--email", "ada@demo.example"]
SIGNATORY += ["--phone-number", "+12015550100"]
DUE = 500
# Longer than Australian carriers take to answer: who was asked about once is not due again.
SPAN = "5h"


def draft(location, number):
    order = {"location": f"{LOCATIONS}/{location}", "numbers": [{"phoneNumber": number}]}
    return {"parent": "organizations/demo", "portOrder": order, "requestId": "{{uuid}}"}


def make(key, location, number, count):
    options = ["--connections", "4", "--streams", "16", "--warmup", "0", "--calls", str(count), "--timeout", "60"]
    return load(key, f"{PORTING}/CreatePortOrder", draft(location, number), *options, port=SUITE_PORT)


def porting(folder):
    """The process of porting of the suite whose data are in a folder."""
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            command = path.read_text()
            if "trunkline-porting" in command and str(folder) in command:
                return types.SimpleNamespace(pid=int(path.parent.name))
    raise SystemExit("bench: porting does not run")


def answers(key, name, method, request, seconds, rate):
    options = ["--connections", "4", "--streams", "16", "--rate", str(rate), "--duration", str(seconds)]
    run = load(key, f"{PORTING}/{method}", request, *options, port=SUITE_PORT)
    result(f"{name}.p50", f"{run['latencyMicroseconds']['p50'] / 1_000:.2f}", "ms")
    result(f"{name}.p99", f"{run['latencyMicroseconds']['p99'] / 1_000:.2f}", "ms")


def measure_answers(key, name, seconds, rate):
    page = trunkline(key, "ports", "list", "--organization", "demo", "--limit", "200", port=SUITE_PORT)
    names = [order["name"] for order in page["portOrders"]]
    numbers = [order["numbers"][0]["phoneNumber"] for order in page["portOrders"]]
    parent = {"parent": "organizations/demo", "pageSize": 50}
    filters = {
        "list": {},
        "later_page": {"pageToken": page["nextPageToken"]},
        "by_state": {"filter": {"states": ["PENDING"]}},
        "by_rare_state": {"filter": {"states": ["COMPLETED"]}},
        "by_location": {"filter": {"location": f"{LOCATIONS}/sydney"}},
        "by_number": {"filter": {"phoneNumber": "{{pick:" + "|".join(numbers) + "}}"}},
    }
    for what, filter in filters.items():
        answers(key, f"{name}.{what}", "ListPortOrders", parent | filter, seconds, rate)
    one = "{{pick:" + "|".join(names) + "}}"
    answers(key, f"{name}.get", "GetPortOrder", {"name": one}, seconds, rate)
    answers(key, f"{name}.time_line", "ListPortHistory", {"name": one}, seconds, rate)


def measure_worker(process, keys, name, seconds):
    """CPU time of porting with nothing due, and for each order that is due."""
    time.sleep(3)
    before = cpu_nanoseconds(process)
    time.sleep(seconds)
    idle = (cpu_nanoseconds(process) - before) / seconds
    result(f"{name}.worker.idle", f"{idle / 1e6:.2f}", "ms CPU/s")
    make(keys["demo-admin"], "sydney", "+61290009{{number::3}}", DUE)
    time.sleep(2)
    before = cpu_nanoseconds(process)
    trunkline(keys["operator"], "clock", "advance", SPAN, port=SUITE_PORT)
    settled(process)
    spent = cpu_nanoseconds(process) - before
    result(f"{name}.worker.due", f"{spent / DUE / 1_000:.0f}", "us CPU/order")


def settled(process):
    """Waits until the process has nothing to do."""
    quiet = 0
    before = cpu_nanoseconds(process)
    while quiet < 4:
        time.sleep(0.5)
        now = cpu_nanoseconds(process)
        quiet = quiet + 1 if now - before < 20e6 else 0
        before = now


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--rate", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trunkline-bench-") as folder:
        folder = pathlib.Path(folder)
        ready = folder / "ready.json"
        command = [BINARIES / "trunkline", "up", "--demo", "--sandbox", "--data", folder / "suite"]
        command += ["--ready-file", ready, "--port-base", str(SUITE_PORT)]
        with running("trunkline up", command, ready.exists, stderr=subprocess.DEVNULL):
            keys = {key["name"]: key["key"] for key in json.loads(ready.read_text())["apiKeys"]}
            key = keys["demo-admin"]
            place = ["--organization", "demo"]
            creation = ["--country", "AU", "--region", "NSW", "--time-zone", "Australia/Sydney"]
            trunkline(key, "locations", "create", "sydney", *creation, *place, port=SUITE_PORT)
            trunkline(key, "locations", "enable", "sydney", *SIGNATORY, *place, port=SUITE_PORT)
            time.sleep(1)
            open_orders = 0
            for count in (arguments.orders // 10, arguments.orders):
                made = make(key, "headquarters", "+1201{{random:556:899}}9{{number::3}}", count - open_orders)
                open_orders = count
                name = f"ports.{count}"
                result(f"{name}.made", f"{made['callsPerSecond']:.0f}", "orders/s")
                measure_answers(key, name, arguments.seconds, arguments.rate)
                measure_worker(porting(folder), keys, name, arguments.seconds * 2)


if __name__ == "__main__":
    main()
