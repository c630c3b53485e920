"""The inventory with every number of the US and Canada: import, restart, memory, durable reservations.

The service runs alone, as `trunkline up` configures it, and is called directly over gRPC. Every reservation is
durable, with its answer for repeats and its event, before it is answered; `trunkline load` checks each status.
"""

import argparse
import contextlib
import json
import pathlib
import subprocess
import tempfile
import time

from processes import cpu_nanoseconds, listens, resident_megabytes, running, wait_until

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARIES = ROOT / ".build/release"
STOCK = ROOT / "Deploy/stock/north-america.csv"
# Outside the range that the system hands to clients (32768-60999).
PORT, ADMIN_PORT, SUITE_PORT = 7790, 7791, 7800
RESERVE = "trunkline.inventory.v1.InventoryService/ReserveNumbers"
RESERVATION = {
    "parent": "organizations/demo",
    "requestId": "{{uuid}}",
    "quantity": {
        "criteria": {"countryCode": "US", "region": "{{pick:NJ|NY|TX|CA|FL|OH|PA|IL|GA|NC}}"},
        "count": 1,
    },
}


def make_suite(folder):
    """Keys and configuration files, as `trunkline up` makes them."""
    ready = folder / "ready.json"
    command = [BINARIES / "trunkline", "up", "--data", folder / "suite", "--ready-file", ready]
    command += ["--port-base", str(SUITE_PORT)]
    with running("trunkline up", command, ready.exists, stderr=subprocess.DEVNULL):
        keys = {key["name"]: key["key"] for key in json.loads(ready.read_text())["apiKeys"]}
    return folder / "suite/config/inventory.yaml", keys


@contextlib.contextmanager
def inventory(folder, configuration):
    command = [BINARIES / "trunkline-inventory", "--config", configuration, "--data", folder / "inventory"]
    command += ["--port", str(PORT), "--admin-port", str(ADMIN_PORT)]
    # As many as the load can take while its leases last.
    command += ["--set", "reservations.heldPerOrganization=1000000"]
    with running("trunkline-inventory", command, lambda: listens(PORT), stderr=subprocess.DEVNULL) as process:
        yield process


def trunkline(key, *arguments):
    command = [BINARIES / "trunkline", *arguments, "--gateway", f"127.0.0.1:{PORT}", "--api-key", key, "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def reserve(keys, seconds):
    return trunkline(
        keys["demo-admin"], "load", "--method", RESERVE, "--request", json.dumps(RESERVATION),
        "--connections", "16", "--streams", "32", "--warmup", "1", "--duration", str(seconds),
    )


def result(name, value, unit):
    print(f"RESULT inventory.{name} {value} {unit}", flush=True)


def measure(folder, rounds, seconds):
    configuration, keys = make_suite(folder)
    with inventory(folder, configuration) as process:
        started = time.monotonic()
        imported = trunkline(keys["operator"], "import", STOCK)
        result("import.time", f"{time.monotonic() - started:.2f}", "s")
        result("import.numbers", imported["numbersImported"], "numbers")
        result("memory", f"{resident_megabytes(process):.1f}", "MB")
    started = time.monotonic()
    with inventory(folder, configuration) as process:
        result("restart", f"{time.monotonic() - started:.2f}", "s")
        result("restart.memory", f"{resident_megabytes(process):.1f}", "MB")
        best = None
        for _ in range(rounds):
            before = cpu_nanoseconds(process)
            run = reserve(keys, seconds)
            assert run["statuses"] == [{"code": "OK", "reason": "", "count": run["calls"]}], run["statuses"]
            run["cpu"] = (cpu_nanoseconds(process) - before) / run["calls"] / 1_000
            if best is None or run["callsPerSecond"] > best["callsPerSecond"]:
                best = run
        result("reservations.rate", f"{best['callsPerSecond']:.0f}", "calls/s")
        result("reservations.cpu", f"{best['cpu']:.2f}", "us/call")
        result("reservations.p99", f"{best['latencyMicroseconds']['p99']:.0f}", "us")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trunkline-bench-") as folder:
        measure(pathlib.Path(folder), arguments.rounds, arguments.seconds)


main()
