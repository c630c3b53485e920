"""One service of the suite, alone, as `trunkline up` configures it, and `trunkline` to drive it."""

import contextlib
import json
import os
import pathlib
import subprocess

from processes import listens, running

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARIES = pathlib.Path(os.environ.get("TRUNKLINE_BINARIES", ROOT / ".build/release"))
STOCK = ROOT / "Deploy/stock/north-america.csv"
# Outside the range that the system hands to clients (32768-60999).
PORT, ADMIN_PORT, SUITE_PORT = 7790, 7791, 7800
SERVER_CORE, LOAD_CORE = "0", "1"


def make_suite(folder):
    """Keys and configuration files, as `trunkline up` makes them."""
    ready = folder / "ready.json"
    command = [BINARIES / "trunkline", "up", "--data", folder / "suite", "--ready-file", ready]
    command += ["--port-base", str(SUITE_PORT)]
    with running("trunkline up", command, ready.exists, stderr=subprocess.DEVNULL):
        keys = {key["name"]: key["key"] for key in json.loads(ready.read_text())["apiKeys"]}
    return folder / "suite/config/inventory.yaml", keys


@contextlib.contextmanager
def emergency_address(data, configuration, core=None, disk=None):
    """Alone, with nobody whom it follows or asks; on a disk of so many megabytes if one is named."""
    command = ["taskset", "--cpu-list", core] if core else []
    command += [BINARIES / "trunkline-emergency-address", "--config", configuration, "--data", data]
    command += ["--port", str(PORT), "--admin-port", str(ADMIN_PORT)]
    if disk:
        command = on_small_disk(data, disk, command)
    name = "trunkline-emergency-address"
    with running(name, command, lambda: listens(PORT), stderr=subprocess.DEVNULL) as process:
        yield process


def on_small_disk(data, megabytes, command):
    """The command, for which the directory is a copy of itself on a disk of that size."""
    script = """
        set -e
        copy=$(mktemp -d); cp -a "$1/." "$copy"
        mount -t tmpfs -o "size=$2m" tmpfs "$1"
        cp -a "$copy/." "$1"; rm -rf "$copy"
        shift 2; exec "$@"
    """
    return ["unshare", "--mount", "--propagation", "private", "bash", "-c", script, "_", data, str(megabytes), *command]


@contextlib.contextmanager
def inventory(data, configuration, core=None):
    command = ["taskset", "--cpu-list", core] if core else []
    command += [BINARIES / "trunkline-inventory", "--config", configuration, "--data", data]
    command += ["--port", str(PORT), "--admin-port", str(ADMIN_PORT)]
    # As many as the load can take while its leases last.
    command += ["--set", "reservations.heldPerOrganization=1000000"]
    with running("trunkline-inventory", command, lambda: listens(PORT), stderr=subprocess.DEVNULL) as process:
        yield process


def trunkline(key, *arguments, core=None, port=PORT):
    command = ["taskset", "--cpu-list", core] if core else []
    command += [BINARIES / "trunkline", *arguments]
    command += ["--gateway", f"127.0.0.1:{port}", "--api-key", key, "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def load(key, method, request, *options, core=None, port=PORT):
    """One run of `trunkline load`; every call must have been answered with OK."""
    arguments = ["load", "--method", method, "--request", json.dumps(request), *options]
    run = trunkline(key, *arguments, core=core, port=port)
    if [status["code"] for status in run["statuses"]] != ["OK"] or run["unanswered"]:
        raise SystemExit(f"bench: {method} answered {run['statuses']}, {run['unanswered']} not at all")
    return run


def result(name, value, unit):
    print(f"RESULT {name} {value} {unit}", flush=True)
