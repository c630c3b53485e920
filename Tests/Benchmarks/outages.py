"""Each service in turn killed, stopped (SIGSTOP) or slowed, under load through the gateway.

Calls that do not need the service must keep nine tenths of their throughput, and no call may be answered later than 50 ms
after its deadline; the load measures that and enforces no deadline itself. A second gateway stands beside the first one,
which is killed as well. Prints what was measured, and fails when it is not so.
"""

import argparse
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import time

from processes import listens, running
from suite import BINARIES, SUITE_PORT, result, trunkline

SERVICES = ["provider-catalog", "inventory", "carrier-simulator", "emergency-address", "ordering", "porting", "gateway"]
PORTS = {"gateway": 0, "inventory": 1, "ordering": 2, "porting": 3, "emergency-address": 4, "provider-catalog": 5}
PORTS["carrier-simulator"] = 6
SECOND_GATEWAY = SUITE_PORT + 50
PARENT = {"parent": "organizations/demo", "pageSize": 10}
METHODS = {
    "inventory": ("trunkline.inventory.v1.InventoryService/ListNumbers", PARENT),
    "ordering": ("trunkline.ordering.v1.OrderingService/ListOrders", PARENT),
    "porting": ("trunkline.porting.v1.PortingService/ListPortOrders", PARENT),
    "emergency-address": ("trunkline.emergency.v1.EmergencyAddressService/LookUpAddress", None),
    "provider-catalog": ("trunkline.catalog.v1.ProviderCatalogService/ListLocations", PARENT),
}
TIMEOUT, TOLERANCE, SHARE = 0.5, 0.05, 0.9
# With what the calls of the service itself end.
EFFECTS = {"killed": "UNAVAILABLE", "hung": "DEADLINE_EXCEEDED"}
# Of what a slowed service is kept from running.
STOPPED, RUNS = 0.045, 0.005


class Suite:
    """The executables, with the files that `trunkline up` wrote for them."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = {}

    def start(self, service, port=None, name=None):
        command = [BINARIES / f"trunkline-{service}", "--config", self.folder / f"config/{service}.yaml"]
        if port:
            command += ["--port", str(port), "--admin-port", str(port + 1), "--data", self.folder / name]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.processes[name or service] = process
        wait_until_listening(process, port or SUITE_PORT + PORTS[service])

    def stop(self):
        for process in self.processes.values():
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()


def wait_until_listening(process, port):
    end = time.monotonic() + 30
    while not listens(port):
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"bench: nothing listens on {port}")
        time.sleep(0.01)


@contextlib.contextmanager
def killed(suite, service):
    suite.processes[service].kill()
    suite.processes[service].wait()
    yield
    suite.start(service)


@contextlib.contextmanager
def hung(suite, service):
    os.kill(suite.processes[service].pid, signal.SIGSTOP)
    yield
    os.kill(suite.processes[service].pid, signal.SIGCONT)


@contextlib.contextmanager
def slowed(suite, service):
    pid, ended = suite.processes[service].pid, threading.Event()

    def brake():
        while not ended.wait(RUNS):
            os.kill(pid, signal.SIGSTOP)
            time.sleep(STOPPED)
            os.kill(pid, signal.SIGCONT)

    thread = threading.Thread(target=brake)
    thread.start()
    yield
    ended.set()
    thread.join()


def load(key, service, number, rate, seconds, port, runs):
    method, request = METHODS[service]
    request = request or {"phoneNumber": number}
    command = [BINARIES / "trunkline", "load", "--method", method, "--request", json.dumps(request)]
    command += ["--rate", str(rate), "--duration", str(seconds), "--warmup", "0.5", "--connections", "2"]
    command += ["--streams", "128", "--timeout", str(TIMEOUT), "--gateway", f"127.0.0.1:{port}", "--api-key", key]
    answer = subprocess.run([*command, "--json"], capture_output=True, text=True)
    try:
        runs[service] = json.loads(answer.stdout)
    except json.JSONDecodeError:
        raise SystemExit(f"bench: {service}: {answer.stderr}")


def measure(suite, key, number, fault, service, rate, seconds, port):
    """One fault, in the midst of the load."""
    runs = {}
    loads = [
        threading.Thread(target=load, args=(key, other, number, rate, seconds, port, runs)) for other in METHODS
    ]
    for thread in loads:
        thread.start()
    time.sleep(1)
    with fault(suite, service):
        time.sleep(seconds - 1)
        for thread in loads:
            thread.join()
    await_recovery(key, number, port)
    return runs


def await_recovery(key, number, port):
    """Waits until every service is answered for again: circuit breakers let calls through from time to time only."""
    for service in METHODS:
        for _ in range(100):
            runs = {}
            load(key, service, number, 20, 0.2, port, runs)
            if all(status["code"] == "OK" for status in runs[service]["statuses"]):
                break
            time.sleep(0.2)
        else:
            raise SystemExit(f"bench: {service} does not recover")


def judge(name, service, runs, rate, seconds):
    problems = []
    codes = {status["code"] for status in runs[service]["statuses"]} if service in runs else set()
    if name in EFFECTS and service in runs and EFFECTS[name] not in codes:
        problems.append(f"the fault had no effect: {runs[service]['statuses']}")
    for other, run in runs.items():
        ok = sum(status["count"] for status in run["statuses"] if status["code"] == "OK")
        share, latest = ok / (rate * seconds), run["latencyMicroseconds"]["max"] / 1e6
        if other != service and share < SHARE:
            problems.append(f"{other} kept {share:.2f} of its throughput: {run['statuses']}")
        if latest > TIMEOUT + TOLERANCE or run["unanswered"]:
            problems.append(f"{other} answered after {latest:.3f} s, {run['unanswered']} not at all")
    others = [run for other, run in runs.items() if other != service]
    kept = min(sum(s["count"] for s in run["statuses"] if s["code"] == "OK") for run in others) / (rate * seconds)
    latest = max(run["latencyMicroseconds"]["max"] for run in runs.values()) / 1e3
    result(f"outages.{name}.{service}.kept", f"{kept * 100:.1f}", "percent")
    result(f"outages.{name}.{service}.latest", f"{latest:.0f}", "ms")
    return [f"{name} {service}: {problem}" for problem in problems]


def prepare(folder):
    """Data and configurations of a suite that has done something."""
    ready = folder / "ready.json"
    command = [BINARIES / "trunkline", "up", "--demo", "--data", folder / "suite", "--ready-file", ready]
    command += ["--port-base", str(SUITE_PORT)]
    with running("trunkline up", command, ready.exists, stderr=subprocess.DEVNULL):
        keys = {key["name"]: key["key"] for key in json.loads(ready.read_text())["apiKeys"]}
        key, number = keys["demo-admin"], None
        for _ in range(100):
            numbers = trunkline(key, "numbers", "list", "--organization", "demo", port=SUITE_PORT).get("numbers", [])
            number = next((entry["phoneNumber"] for entry in numbers if entry.get("location")), None)
            if number and answers(key, number):
                return key, number
            time.sleep(0.2)
    raise SystemExit("bench: the demonstration made no number with an emergency address")


def answers(key, number):
    try:
        return trunkline(key, "emergency", "lookup", number, port=SUITE_PORT)
    except subprocess.CalledProcessError:
        return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=100, help="calls a second of each service")
    parser.add_argument("--seconds", type=float, default=4)
    arguments = parser.parse_args()
    rate, seconds = arguments.rate, arguments.seconds
    problems = []
    with tempfile.TemporaryDirectory(prefix="trunkline-bench-") as folder:
        folder = pathlib.Path(folder)
        key, number = prepare(folder)
        suite = Suite(folder / "suite")
        try:
            for service in SERVICES:
                suite.start(service)
            suite.start("gateway", port=SECOND_GATEWAY, name="gateway-2")
            time.sleep(2)
            faults = [(fault, service) for service in METHODS for fault in (killed, hung, slowed)]
            for fault, service in faults:
                runs = measure(suite, key, number, fault, service, rate, seconds, SUITE_PORT)
                problems += judge(fault.__name__, service, runs, rate, seconds)
            runs = measure(suite, key, number, killed, "gateway", rate, seconds, SECOND_GATEWAY)
            problems += judge("killed", "gateway", runs, rate, seconds)
        finally:
            suite.stop()
    if problems:
        raise SystemExit("bench: " + "\nbench: ".join(problems))


if __name__ == "__main__":
    main()
