"""Searching: with every number of the US and Canada in stock, against a hundredth of them, and against SQL.

The service has one core and its client the other. Half load is half of the rate that the same search reached in
the same run; latency is counted from when a call was to begin.
"""

import argparse
import pathlib
import tempfile

import postgres
from processes import cpu_nanoseconds
from stalls import stalls
from suite import LOAD_CORE, SERVER_CORE, STOCK, inventory, load, make_suite, result, trunkline

SEARCH = "trunkline.inventory.v1.InventoryService/SearchNumbers"
RESERVE = "trunkline.inventory.v1.InventoryService/ReserveNumbers"
SEARCHES = {
    "area": {"countryCode": "US", "areaCode": "201"},
    "city": {"countryCode": "US", "region": "NJ", "city": "Jersey City"},
    "vanity": {"countryCode": "US", "contains": "CALL"},
}
BLOCK = 10_000


def request(criteria, **options):
    return {"criteria": criteria, "pageSize": 20, **options}


def blocks():
    """First numbers of all blocks in the stock file, with the rest of their lines."""
    for line in STOCK.read_text().splitlines():
        if not line or line.startswith("#") or line.startswith("from"):
            continue
        first, last, place = line.split(",", 2)
        for number in range(int(first), int(last or first) + 1, BLOCK):
            yield number, place


def write_stock(path, lines):
    path.write_text("from,to,region,city\n" + "".join(f"{first},,{place}\n" for first, place in lines))
    return path


def mean_microseconds(key, searched, calls=4_000):
    options = ["--connections", "1", "--streams", "1", "--warmup", "0", "--calls", str(calls)]
    return load(key, SEARCH, searched, *options, core=LOAD_CORE)["latencyMicroseconds"]["mean"]


def measure_sizes(folder, configuration, keys, seconds):
    stock = list(blocks())
    near = [block for block in stock if str(block[0]).startswith("1201")][:150]
    far = [block for block in stock if not str(block[0]).startswith("1201")]
    small = write_stock(folder / "small.csv", sorted(near + far[:: len(far) // 150][:150]))
    means = {}
    for name, file in (("small", small), ("full", STOCK)):
        with inventory(folder / name, configuration, core=SERVER_CORE):
            trunkline(keys["operator"], "import", file)
            for kind, criteria in SEARCHES.items():
                mean_microseconds(keys["demo-admin"], request(criteria), 500)
                means[name, kind] = mean_microseconds(keys["demo-admin"], request(criteria))
            if name == "full":
                measure_half_load(keys, seconds)
    for kind in SEARCHES:
        result(f"search.{kind}.mean", f"{means['full', kind]:.0f}", "us")
        ratio = means["full", kind] / means["small", kind]
        result(f"search.{kind}.of_a_hundredth_of_the_stock", f"{ratio:.2f}", "times")


def measure_half_load(keys, seconds):
    share, longest = stalls(SERVER_CORE, LOAD_CORE)
    result("machine.stalls", f"{share * 100:.2f}", "percent")
    result("machine.longest_stall", f"{longest * 1e6:.0f}", "us")
    for kind, criteria in SEARCHES.items():
        searched = request(criteria)
        options = ["--connections", "16", "--streams", "32", "--warmup", "0.5", "--duration", str(seconds)]
        most = load(keys["demo-admin"], SEARCH, searched, *options, core=LOAD_CORE)["callsPerSecond"]
        half = load(
            keys["demo-admin"], SEARCH, searched, *options, "--rate", str(int(most / 2)), core=LOAD_CORE
        )
        result(f"search.{kind}.rate", f"{most:.0f}", "calls/s")
        result(f"search.{kind}.half_load.p90", f"{half['latencyMicroseconds']['p90']:.0f}", "us")
        result(f"search.{kind}.half_load.p99", f"{half['latencyMicroseconds']['p99']:.0f}", "us")


def measure_run_of_100(folder, configuration, keys):
    """An area of 101 blocks: of 100 of them only the numbers that end with 0 are left, the one in their middle is whole."""
    first = 12012000000
    area = [(first + index * BLOCK, "NJ,Jersey City") for index in range(101)]
    whole = area.pop(50)
    used = write_stock(folder / "used.csv", area)
    last = write_stock(folder / "last.csv", [whole])
    criteria = {"countryCode": "US", "areaCode": "201"}
    with inventory(folder / "used", configuration, core=SERVER_CORE) as process:
        trunkline(keys["operator"], "import", used)
        for digit in range(1, 10):
            reservation = {
                "parent": "organizations/demo",
                "requestId": "{{uuid}}",
                "quantity": {"criteria": {**criteria, "endsWith": str(digit)}, "count": 100},
            }
            options = ["--connections", "4", "--streams", "8", "--warmup", "0", "--calls", "1000"]
            load(keys["demo-admin"], RESERVE, reservation, *options, core=LOAD_CORE)
        trunkline(keys["operator"], "import", last)
        searched = {"criteria": criteria, "blockSize": 100, "pageSize": 1}
        mean_microseconds(keys["demo-admin"], searched, 500)
        before, calls = cpu_nanoseconds(process), 4_000
        ours = mean_microseconds(keys["demo-admin"], searched, calls)
        spent = (cpu_nanoseconds(process) - before) / calls / 1_000
        options = ["--connections", "16", "--streams", "32", "--warmup", "0.5", "--duration", "2"]
        rate = load(keys["demo-admin"], SEARCH, searched, *options, core=LOAD_CORE)["callsPerSecond"]
    result("search.run_of_100.mean", f"{ours:.0f}", "us")
    # Of the whole process for a whole call: what the search itself takes is less.
    result("search.run_of_100.cpu", f"{spent:.1f}", "us/call")
    result("search.run_of_100.rate", f"{rate:.0f}", "calls/s")
    if not postgres.is_installed():
        return print("not measured: postgres (it is not installed)")
    with postgres.cluster() as peer:
        peer.run("run-of-100-schema.sql", first=first, whole=whole[0])
        ways = ("lead", "islands", "hundreds")
        alone = {way: peer.rate(f"run-of-100-by-{way}.sql", 1, 2) for way in ways}
        best = max(ways, key=alone.get)
        most = max(peer.rate(f"run-of-100-by-{best}.sql", clients, 2) for clients in (2, 4, 16))
    theirs = 1e6 / alone[best]
    result("postgres.run_of_100.mean", f"{theirs:.0f}", "us")
    result("postgres.run_of_100.rate", f"{most:.1f}", "transactions/s")
    # One at a time, where each call waits for two processes to wake up; and as many at once as each does best.
    result("search.run_of_100.faster_than_postgres", f"{theirs / ours:.0f}", "times")
    result("search.run_of_100.more_than_postgres", f"{rate / most:.0f}", "times")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trunkline-bench-") as folder:
        folder = pathlib.Path(folder)
        configuration, keys = make_suite(folder)
        measure_sizes(folder, configuration, keys, arguments.seconds)
        measure_run_of_100(folder, configuration, keys)


if __name__ == "__main__":
    main()
