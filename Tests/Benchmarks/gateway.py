"""What passing a call on costs: our gateway, nginx and Envoy in front of the same inventory service.

The proxy under test runs on core 0, the service and the load on core 1. What counts is the CPU time that the proxy's
threads took for a call; the proxies take turns, and the median of the rounds counts. Our gateway also looks at the
caller's key and role, signs for the service who calls, and counts; the others pass bytes on.

Then the latency that the proxy adds when it is called half as often as it can be, with latency counted from when a call
should have begun; and the memory that an open stream of events takes.
"""

import argparse
import asyncio
import contextlib
import json
import pathlib
import statistics
import struct
import subprocess
import sys
import tempfile

import grpc

# How nginx and Envoy are made to pass calls on is said there.
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Interop"))
import proxies  # noqa: E402
from processes import cpu_nanoseconds, resident_megabytes, running  # noqa: E402
from suite import BINARIES, LOAD_CORE, SERVER_CORE, SUITE_PORT, result, trunkline  # noqa: E402

CONNECTIONS, STREAMS = 16, 32
CALLS = 200_000
METHOD = "trunkline.inventory.v1.InventoryService/GetNumber"
WATCH = "/trunkline.gateway.v1.EventService/WatchOrganizationEvents"
NAME = "numbers/12012004321"
GATEWAY_PORT, INVENTORY_PORT = SUITE_PORT, SUITE_PORT + 1
OPEN_STREAMS, STREAM_CONNECTIONS = 2_000, 20


def text_field(number, text):
    return bytes([number << 3 | 2, len(text)]) + text.encode()


@contextlib.contextmanager
def started_suite(folder):
    """Yields the process ids of the services by name, and the keys."""
    ready = folder / "ready.json"
    command = [BINARIES / "trunkline", "up", "--demo", "--data", folder / "suite", "--ready-file", ready]
    command += ["--port-base", str(SUITE_PORT)]
    with running("trunkline up", command, ready.exists, stderr=subprocess.DEVNULL) as process:
        children = subprocess.run(["pgrep", "--parent", str(process.pid)], capture_output=True, text=True)
        names = {pathlib.Path(f"/proc/{child}/exe").resolve().name: child for child in children.stdout.split()}
        yield names, {key["name"]: key["key"] for key in json.loads(ready.read_text())["apiKeys"]}


@contextlib.contextmanager
def relay(name, folder):
    """A proxy before the service. Yields its port and its process id."""
    usual = proxies.NGINX
    # As whoever cares for speed has it: connections to clients and to the service stay open.
    upstream = "  upstream service {{ server 127.0.0.1:{behind}; keepalive 64; }}\n  server {{\n"
    proxies.NGINX = usual.replace("  server {{\n", upstream + "    keepalive_requests 100000000;\n")
    proxies.NGINX = proxies.NGINX.replace("{scheme}://127.0.0.1:{behind}", "{scheme}://service")
    try:
        with proxies.installed()[name](folder, INVENTORY_PORT) as port:
            found = subprocess.run(["pgrep", "--full", f"{folder}/{name}-{port}"], capture_output=True, text=True)
            yield port, found.stdout.split()[0]
    finally:
        proxies.NGINX = usual


def pin(pid, core):
    subprocess.run(["taskset", "--all-tasks", "--cpu-list", "--pid", core, str(pid)], check=True, capture_output=True)


class Process:
    """For those who look at a process that somebody else started."""

    def __init__(self, pid):
        self.pid = pid


def call_very_often(port, key, body, calls):
    """h2load, which takes little CPU itself. Returns what it printed."""
    headers = ["content-type: application/grpc", "te: trailers", f"authorization: Bearer {key}", "grpc-timeout: 20S"]
    command = ["taskset", "--cpu-list", LOAD_CORE, "h2load", "--requests", str(calls)]
    command += ["--clients", str(CONNECTIONS), "--max-concurrent-streams", str(STREAMS), "--data", body]
    command += [argument for header in headers for argument in ("--header", header)]
    command += [f"http://127.0.0.1:{port}/{METHOD}"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


def check(name, output, calls, answer_bytes):
    """The calls in a second. h2load looks at no gRPC status: the bytes of the messages tell whether all were answered."""
    if f"{calls} succeeded" not in output or f"({calls * answer_bytes}) data" not in output:
        raise SystemExit(f"bench: not every call by {name} was answered:\n{output}")
    return float(output.split("finished in ")[1].split(", ")[1].split(" ")[0])


def measure_calls(ports, pids, key, rounds, calls):
    request = text_field(1, NAME)
    with grpc.insecure_channel(f"127.0.0.1:{INVENTORY_PORT}") as channel:
        metadata = [("authorization", f"Bearer {key}")]
        answer = channel.unary_unary(f"/{METHOD}")(request, metadata=metadata, timeout=10)
    rates = {}
    with tempfile.NamedTemporaryFile() as body:
        body.write(struct.pack(">BI", 0, len(request)) + request)
        body.flush()
        samples = {name: [] for name in ports}
        for _ in range(rounds):
            for name, port in ports.items():
                process = Process(pids[name])
                call_very_often(port, key, body.name, calls // 20)
                before = cpu_nanoseconds(process)
                output = call_very_often(port, key, body.name, calls)
                samples[name].append((cpu_nanoseconds(process) - before) / calls / 1_000)
                rates.setdefault(name, []).append(check(name, output, calls, 5 + len(answer)))
    cpu = {name: statistics.median(values) for name, values in samples.items()}
    for name in ports:
        result(f"gateway.{name}.cpu", f"{cpu[name]:.2f}", "us/call")
        result(f"gateway.{name}.rate", f"{statistics.median(rates[name]):.0f}", "calls/s")
        if name != "trunkline":
            result(f"gateway.trunkline.of_{name}", f"{cpu['trunkline'] / cpu[name]:.2f}", "times")
    return {name: statistics.median(values) for name, values in rates.items()}


def measure_latency(ports, rates, key, seconds):
    """Each at half of what it can; the service alone is asked as often, for comparison."""
    for name, port in ports.items():
        rate = str(int(rates[name] / 2))
        options = ["--method", METHOD, "--request", json.dumps({"name": NAME}), "--rate", rate]
        options += ["--duration", str(seconds), "--connections", "4"]
        own = trunkline(key, "load", *options, core=LOAD_CORE, port=INVENTORY_PORT)["latencyMicroseconds"]
        all_ = trunkline(key, "load", *options, core=LOAD_CORE, port=port)["latencyMicroseconds"]
        for percentile in ("p50", "p99"):
            added = (all_[percentile] - own[percentile]) / 1_000
            result(f"gateway.{name}.half_load.{percentile}.added", f"{added:.2f}", "ms")


def measure_streams(pid, key):
    """Streams of an organization's events: opened, and then nothing happens."""
    process = Process(pid)
    before = resident_megabytes(process)
    asyncio.run(hold_streams(process, key, before))


async def hold_streams(process, key, before):
    channels = [
        grpc.aio.insecure_channel(f"127.0.0.1:{GATEWAY_PORT}", options=[("grpc.use_local_subchannel_pool", 1)])
        for _ in range(STREAM_CONNECTIONS)
    ]
    metadata = [("authorization", f"Bearer {key}")]
    request = text_field(1, "organizations/demo")
    calls = []
    for index in range(OPEN_STREAMS):
        call = channels[index % STREAM_CONNECTIONS].unary_stream(WATCH)(request, metadata=metadata)
        calls.append(call)
    for call in calls:
        # What happened before the stream was opened comes first: then it is open in all processes.
        await asyncio.wait_for(call.read(), 60)
    await asyncio.sleep(1)
    grown = (resident_megabytes(process) - before) * 1_000 / OPEN_STREAMS
    result("gateway.event_stream.memory", f"{grown:.1f}", "kB")
    ended = sum(call.done() for call in calls)
    if ended:
        raise SystemExit(f"bench: {ended} of {OPEN_STREAMS} streams ended")
    for call in calls:
        call.cancel()
    for channel in channels:
        await channel.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--share", type=float, default=1.0, help="share of the usual number of calls")
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trunkline-bench-")))
        services, keys = stack.enter_context(started_suite(folder))
        ports, pids = {"trunkline": GATEWAY_PORT}, {"trunkline": services["trunkline-gateway"]}
        for name in proxies.PROXIES:
            if name in proxies.installed():
                ports[name], pids[name] = stack.enter_context(relay(name, folder))
            else:
                print(f"not measured: {name} (it is not installed)")
        for pid in pids.values():
            pin(pid, SERVER_CORE)
        pin(services["trunkline-inventory"], LOAD_CORE)
        key = keys["demo-admin"]
        rates = measure_calls(ports, pids, key, arguments.rounds, int(CALLS * arguments.share))
        measure_latency(ports, rates, key, arguments.seconds)
        measure_streams(pids["trunkline"], key)


main()
