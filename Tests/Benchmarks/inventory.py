"""The inventory with every number of the US and Canada: import, restart, memory, durable reservations, and five
million assigned numbers.

The service runs alone and is called directly over gRPC. Every reservation is durable, with its answer for repeats and
its event, before it is answered. PostgreSQL does the same writes in the same run, as well as it can.
"""

import argparse
import contextlib
import pathlib
import sqlite3
import subprocess
import tempfile
import time

import postgres
from processes import cpu_nanoseconds, resident_megabytes
from suite import ROOT, STOCK, inventory, load, make_suite, result, trunkline

RESERVE = "trunkline.inventory.v1.InventoryService/ReserveNumbers"
RESERVATION = {
    "parent": "organizations/demo",
    "requestId": "{{uuid}}",
    "quantity": {
        "criteria": {"countryCode": "US", "region": "{{pick:NJ|NY|TX|CA|FL|OH|PA|IL|GA|NC}}"},
        "count": 1,
    },
}
CONNECTIONS, STREAMS = 16, 32


def measure_stock(data, configuration, keys):
    with inventory(data, configuration) as process:
        started = time.monotonic()
        imported = trunkline(keys["operator"], "import", STOCK)
        result("inventory.import.time", f"{time.monotonic() - started:.2f}", "s")
        result("inventory.import.numbers", imported["numbersImported"], "numbers")
        result("inventory.memory", f"{resident_megabytes(process):.1f}", "MB")
    started = time.monotonic()
    with inventory(data, configuration) as process:
        result("inventory.restart.time", f"{time.monotonic() - started:.2f}", "s")
        result("inventory.restart.memory", f"{resident_megabytes(process):.1f}", "MB")


def reserve(process, keys, seconds):
    before = cpu_nanoseconds(process)
    options = ["--connections", str(CONNECTIONS), "--streams", str(STREAMS)]
    # Without a warm-up of its own, which would count for the CPU time and not for the calls.
    run = load(keys["demo-admin"], RESERVE, RESERVATION, *options, "--warmup", "0", "--duration", str(seconds))
    run["cpu"] = (cpu_nanoseconds(process) - before) / run["calls"] / 1_000
    return run


def measure_reservations(data, configuration, keys, rounds, seconds):
    ours, theirs = [], []
    with contextlib.ExitStack() as stack:
        process = stack.enter_context(inventory(data, configuration))
        peer = stack.enter_context(postgres.cluster()) if postgres.is_installed() else None
        if peer:
            peer.run("reserve-schema.sql")
            clients = max((16, 32, 64, 128), key=lambda count: peer.rate("reserve.sql", count, 1))
        reserve(process, keys, 1)
        for _ in range(rounds):
            ours.append(reserve(process, keys, seconds))
            if peer:
                theirs.append(peer.rate("reserve.sql", clients, seconds))
    best = max(ours, key=lambda run: run["callsPerSecond"])
    result("inventory.reservations.rate", f"{best['callsPerSecond']:.0f}", "calls/s")
    result("inventory.reservations.cpu", f"{best['cpu']:.2f}", "us/call")
    result("inventory.reservations.p99", f"{best['latencyMicroseconds']['p99']:.0f}", "us")
    if theirs:
        result("postgres.reservations.rate", f"{max(theirs):.0f}", "transactions/s")
        result("postgres.reservations.clients", clients, "connections")
        ratio = best["callsPerSecond"] / max(theirs)
        result("inventory.reservations.more_than_postgres", f"{ratio:.1f}", "times")
    else:
        print("not measured: postgres (it is not installed)")


def measure_assigned(data, configuration, keys, thousands):
    """Numbers of orders that have ten each, and of orders that have one, which take the most room."""
    with inventory(data, configuration):
        trunkline(keys["operator"], "import", STOCK)
    database = data / "inventory.sqlite"
    program = ROOT / "Tests/Benchmarks/.build/release/assign-numbers"
    unsold = bytes_of(database, "stock_block") / 311_850_000
    result("inventory.unsold.bytes", f"{unsold:.4f}", "bytes/number")
    before = bytes_of(database, "number_record")
    for orders, size in ((thousands * 90, 10), (thousands * 100, 1)):
        subprocess.run([program, database, str(orders), str(size)], check=True)
        after = bytes_of(database, "number_record")
        result(f"inventory.assigned.orders_of_{size}", f"{(after - before) / orders / size:.1f}", "bytes/number")
        before = after
    for _ in range(2):
        started = time.monotonic()
        with inventory(data, configuration) as process:
            result("inventory.assigned.restart.time", f"{time.monotonic() - started:.2f}", "s")
            result("inventory.assigned.restart.memory", f"{resident_megabytes(process):.1f}", "MB")


def bytes_of(database, table):
    """What the rows of a table take, with the structure of the file around them."""
    with tempfile.NamedTemporaryFile() as file, sqlite3.connect(file.name) as copy:
        copy.execute("ATTACH ? AS original", (str(database),))
        (sql,) = copy.execute("SELECT sql FROM original.sqlite_master WHERE name = ?", (table,)).fetchone()
        copy.execute(sql)
        copy.execute(f"INSERT INTO main.{table} SELECT * FROM original.{table}")
        copy.commit()
        return pathlib.Path(file.name).stat().st_size


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--assigned", type=int, default=5, help="million numbers")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trunkline-bench-") as folder:
        folder = pathlib.Path(folder)
        configuration, keys = make_suite(folder)
        data = folder / "inventory"
        measure_stock(data, configuration, keys)
        measure_reservations(data, configuration, keys, arguments.rounds, arguments.seconds)
        measure_assigned(folder / "assigned", configuration, keys, arguments.assigned * 1_000)


main()
