"""Looking emergency addresses up by number, with five million numbers.

The service has one core and its client the other; every other service is stopped all the time. Half load is half of
the rate that was reached in the same run; latency is counted from when a call was to begin.
"""

import argparse
import pathlib
import subprocess
import tempfile
import threading
import time

from processes import cpu_nanoseconds, resident_megabytes
from stalls import stalls
from suite import LOAD_CORE, ROOT, SERVER_CORE, emergency_address, load, make_suite, result, trunkline

SERVICE = "trunkline.emergency.v1.EmergencyAddressService"
CHANGE = {
    "location": "organizations/demo/locations/l{{random:0:4999}}",
    "requestId": "{{uuid}}",
    "address": {
        "countryCode": "US",
        "region": "NJ",
        "city": "Hoboken",
        "postalCode": "07030",
        "street": "Washington Street",
        "buildingNumber": "{{random:1:999}}",
    },
}
OPTIONS = ["--connections", "16", "--streams", "32", "--warmup", "0.5"]


def number(millions):
    digits = "|".join(str(2 + million) for million in range(millions))
    return "+1201{{pick:" + digits + "}}{{number::6}}"


def measure_restart(data, configuration, key):
    times = []
    for _ in range(3):
        started = time.monotonic()
        with emergency_address(data, configuration) as process:
            found = trunkline(key, "emergency", "lookup", "+12012000010")
            times.append(time.monotonic() - started)
            if found["address"]["street"] != "Montgomery Street":
                raise SystemExit(f"bench: wrong answer {found}")
            memory = resident_megabytes(process)
    result("emergency.restart.first_answer", f"{sorted(times)[1]:.2f}", "s")
    result("emergency.restart.memory", f"{memory:.1f}", "MB")


def look_up(key, millions, *options):
    request = {"phoneNumber": number(millions)}
    return load(key, f"{SERVICE}/LookUpAddress", request, *OPTIONS, *options, core=LOAD_CORE)


def measure_rate(process, key, millions, rounds, seconds):
    rates, spent = [], []
    for _ in range(rounds):
        before = cpu_nanoseconds(process)
        # Without a warm-up of its own, which would count for the CPU time and not for the calls.
        run = look_up(key, millions, "--duration", str(seconds), "--warmup", "0")
        spent.append((cpu_nanoseconds(process) - before) / run["calls"] / 1_000)
        rates.append(run["callsPerSecond"])
    result("emergency.lookup.rate", f"{max(rates):.0f}", "calls/s")
    result("emergency.lookup.cpu", f"{min(spent):.2f}", "us/call")
    # What the core could do: the client's core may be the one that is full.
    result("emergency.lookup.rate_of_a_core", f"{1e6 / min(spent):.0f}", "calls/s")
    return max(rates)


def measure_half_load(key, millions, rate, seconds):
    share, longest = stalls(SERVER_CORE, LOAD_CORE)
    result("machine.stalls", f"{share * 100:.2f}", "percent")
    result("machine.longest_stall", f"{longest * 1e6:.0f}", "us")
    run = look_up(key, millions, "--rate", str(int(rate / 2)), "--duration", str(seconds))
    result("emergency.lookup.half_load.p50", f"{run['latencyMicroseconds']['p50']:.0f}", "us")
    result("emergency.lookup.half_load.p99", f"{run['latencyMicroseconds']['p99']:.0f}", "us")


def measure_write_storm(keys, millions, rate, seconds):
    """As many changes as the database takes, while a quarter of the look-ups that are possible come in."""
    changes = {}

    def write():
        options = ["--connections", "2", "--streams", "32", "--warmup", "0", "--duration", str(seconds + 1)]
        method = f"{SERVICE}/SetLocationAddress"
        changes.update(load(keys["demo-admin"], method, CHANGE, *options, core=LOAD_CORE))

    storm = threading.Thread(target=write)
    storm.start()
    run = look_up(keys["demo-admin"], millions, "--rate", str(int(rate / 4)), "--duration", str(seconds))
    storm.join()
    result("emergency.storm.changes", f"{changes['callsPerSecond']:.0f}", "calls/s")
    result("emergency.storm.lookups", f"{run['callsPerSecond']:.0f}", "calls/s")
    result("emergency.storm.p99", f"{run['latencyMicroseconds']['p99']:.0f}", "us")


def measure_full_disk(data, configuration, keys, millions, rate, seconds):
    size = sum(file.stat().st_size for file in data.iterdir()) // 1_000_000 + 8
    with emergency_address(data, configuration, core=SERVER_CORE, disk=size):
        refused = fill_up(keys["demo-admin"])
        run = look_up(keys["demo-admin"], millions, "--rate", str(int(rate / 2)), "--duration", str(seconds))
    result("emergency.full_disk.refusal", refused, "(reason of a change)")
    result("emergency.full_disk.lookups", f"{run['callsPerSecond']:.0f}", "calls/s")
    result("emergency.full_disk.p99", f"{run['latencyMicroseconds']['p99']:.0f}", "us")


def fill_up(key):
    """Changes addresses until the disk is full; the reason with which the next one is refused."""
    options = ["--connections", "1", "--streams", "64", "--warmup", "0", "--duration", "60"]
    changing = ["emergency", "set", "l1", "--organization", "demo", "--city", "Hoboken", "--postal-code", "07030"]
    changing += ["--street", "Washington Street", "--building-number", "1", "--region", "NJ"]
    for _ in range(40):
        try:
            load(key, f"{SERVICE}/SetLocationAddress", CHANGE, *options[:-1], "1", core=LOAD_CORE)
        except (SystemExit, subprocess.CalledProcessError):
            break
    try:
        trunkline(key, *changing)
    except subprocess.CalledProcessError as error:
        return "STORAGE_FULL" if "STORAGE_FULL" in error.stderr + error.stdout else "other"
    return "none"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--millions", type=int, default=5)
    arguments = parser.parse_args()
    millions, seconds = arguments.millions, arguments.seconds
    with tempfile.TemporaryDirectory(prefix="trunkline-bench-") as folder:
        folder = pathlib.Path(folder)
        _, keys = make_suite(folder)
        configuration = folder / "suite/config/emergency-address.yaml"
        data = folder / "emergency"
        program = ROOT / "Tests/Benchmarks/.build/release/fill-emergency"
        subprocess.run([program, data, str(millions)], check=True)
        measure_restart(data, configuration, keys["demo-admin"])
        with emergency_address(data, configuration, core=SERVER_CORE) as process:
            look_up(keys["demo-admin"], millions, "--duration", "1")
            rate = measure_rate(process, keys["demo-admin"], millions, arguments.rounds, seconds)
            measure_half_load(keys["demo-admin"], millions, rate, seconds)
            measure_write_storm(keys, millions, rate, seconds)
        measure_full_disk(data, configuration, keys, millions, rate, seconds)


if __name__ == "__main__":
    main()
