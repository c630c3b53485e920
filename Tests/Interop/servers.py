"""Starts the servers under test, each with its own ports, folder and certificates, and ends them."""

import contextlib
import dataclasses
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARIES = pathlib.Path(os.environ.get("TRUNKLINE_BINARIES", ROOT / ".build/release"))
GRPC_SWIFT_SERVER = ROOT / "Tests/Benchmarks/grpc-swift-2-server/.build/release/grpc-swift-2-interop-server"
# The suite stocks its inventory and runs the demonstration before it says that it is ready.
START_SECONDS = 180
STOP_SECONDS = 15


def free_ports(count):
    """The first of `count` adjacent free ports, below those the system hands to clients."""
    for first in range(21_000 + os.getpid() % 8_000, 32_000, count):
        if all(is_free(port) for port in range(first, first + count)):
            return first
    raise RuntimeError(f"no {count} adjacent free ports below 32000")


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@contextlib.contextmanager
def process(command, log, environment=None):
    with open(log, "wb") as output:
        child = subprocess.Popen(
            [str(part) for part in command], env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        yield child
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def wait_until(is_ready, child, log):
    ends = time.monotonic() + START_SECONDS
    while not is_ready():
        if child.poll() is not None or time.monotonic() > ends:
            tail = pathlib.Path(log).read_text(errors="replace")[-2_000:]
            raise RuntimeError(f"{child.args[0]} did not start (status {child.poll()}):\n{tail}")
        time.sleep(0.05)


@contextlib.contextmanager
def interop_server(folder, certificates=None):
    """The test service of gRPC on our runtime. Yields its port."""
    port = free_ports(1)
    command = [BINARIES / "trunkline-interop-server", "--port", port]
    if certificates:
        command += ["--certificate", certificates.chain, "--private-key", certificates.key]
    log = folder / f"interop-server-{port}.log"
    with process(command, log) as child:
        wait_until(lambda: not is_free(port), child, log)
        yield port


@contextlib.contextmanager
def grpcio_server(folder, certificates=None):
    """The same on grpcio. Yields its port."""
    command = [sys.executable, pathlib.Path(__file__).with_name("grpcio_server.py")]
    with foreign_server("grpcio", command, folder, certificates) as port:
        yield port


@contextlib.contextmanager
def grpc_swift_server(folder, certificates=None):
    """The same on grpc-swift-2. Yields its port."""
    with foreign_server("grpc-swift-2", [GRPC_SWIFT_SERVER], folder, certificates) as port:
        yield port


@contextlib.contextmanager
def foreign_server(name, command, folder, certificates):
    """A server that takes the files of its certificate as arguments, and prints its port."""
    log = folder / f"{name}-server-{'tls' if certificates else 'clear'}.log"
    if certificates:
        command += [certificates.chain, certificates.key]
    with process(command, log) as child:
        wait_until(lambda: "listening on" in log.read_text(), child, log)
        yield int(log.read_text().split()[-1])


@dataclasses.dataclass
class Suite:
    """Where a running suite is called, by whom and with which key."""

    gateway: str
    organization: str
    key: str
    # Of an administrator of another organization.
    foreign_key: str
    # Of who runs the suite.
    operator_key: str


@contextlib.contextmanager
def suite(folder, environment=None):
    """All services, with the demonstration's organizations. Yields a Suite."""
    ready = folder / "ready.json"
    command = [BINARIES / "trunkline", "up", "--demo", "--port-base", free_ports(120)]
    command += ["--data", folder / "data", "--ready-file", ready]
    log = folder / "suite.log"
    with process(command, log, environment) as child:
        wait_until(ready.exists, child, log)
        yield read_ready_file(ready)


def read_ready_file(path):
    content = json.loads(path.read_text())
    keys = {entry["name"]: entry for entry in content["apiKeys"]}
    caller = keys["demo-admin"]
    return Suite(
        gateway=content["gateway"],
        organization=caller["organization"],
        key=caller["key"],
        foreign_key=keys["other-admin"]["key"],
        operator_key=keys["operator"]["key"],
    )


@dataclasses.dataclass
class Certificates:
    authority: pathlib.Path
    chain: pathlib.Path
    key: pathlib.Path
    host: str


def make_certificates(folder, host):
    """A throw-away authority and a server certificate for `host` and for this machine, good for a day."""
    authority, authority_key = folder / "authority.pem", folder / "authority.key"
    chain, key, request = folder / "server.pem", folder / "server.key", folder / "server.csr"
    extension = folder / "server.ext"
    extension.write_text(f"subjectAltName=DNS:{host},IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
    new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl("req", "-x509", *new_key, "-days", "1", "-subj", "/CN=Interop authority",
            "-keyout", authority_key, "-out", authority)  # fmt: skip
    openssl("req", *new_key, "-subj", f"/CN={host}", "-keyout", key, "-out", request)
    openssl("x509", "-req", "-in", request, "-CA", authority, "-CAkey", authority_key,
            "-CAcreateserial", "-days", "1", "-extfile", extension, "-out", chain)  # fmt: skip
    return Certificates(authority, chain, key, host)


def openssl(*arguments):
    command = ["openssl", *map(str, arguments)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr}")
