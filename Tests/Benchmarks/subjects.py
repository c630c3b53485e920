"""The servers that are compared: ours, plain C on the same libraries, and other implementations of gRPC.

All of them do the same work for `LookUp`, but for nghttpd, which sends a file of as many bytes.
"""

import atexit
import dataclasses
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

import grpc

from processes import listens, wait_until

HERE = pathlib.Path(__file__).resolve().parent
SERVER_CORE, LOAD_CORE = "0", "1"
KEY = "Bearer trunkline-bench-key-0001"
NUMBER, ORGANIZATION = b"+12015550123", b"organizations/00"
# Lies outside the range the system hands to clients (32768-60999).
FIRST_PORT = 7700


def field(number, value):
    return bytes([number << 3 | 2, len(value)]) + value


REQUEST = field(1, NUMBER) + field(2, ORGANIZATION)
RESPONSE = (
    field(1, NUMBER)
    + bytes([2 << 3, 3])
    + field(3, b"US")
    + field(4, b"NJ")
    + field(5, b"Jersey City")
    + field(6, b"organizations/acme/locations/hq1")
    + field(7, b"(201) 555-0123")
)
FRAMED_REQUEST = struct.pack(">BI", 0, len(REQUEST)) + REQUEST
FRAMED_RESPONSE = struct.pack(">BI", 0, len(RESPONSE)) + RESPONSE


@dataclasses.dataclass
class Subject:
    """One kind of handler of one server."""

    name: str
    command: list
    method: str
    calls: dict  # streams per connection -> calls of one round
    speaks_grpc: bool = True
    process: subprocess.Popen = None
    port: int = 0
    samples: dict = dataclasses.field(default_factory=dict)
    rates: dict = dataclasses.field(default_factory=dict)

    @property
    def is_built(self):
        return shutil.which(self.command[0]) is not None and all(
            pathlib.Path(part).exists() for part in self.command if part.startswith("/")
        )

    @property
    def is_ours(self):
        return self.name.startswith("trunkline")


def all_subjects(share=1.0):
    fast = {32: int(640_000 * share), 1: int(160_000 * share)}
    medium = {32: int(160_000 * share), 1: int(80_000 * share)}
    slow = {32: int(48_000 * share), 1: int(24_000 * share)}
    ours = [str(HERE / ".build/release/trunkline-bench-server")]
    peers = HERE / "peers"
    return [
        Subject("trunkline_immediate", ours, "LookUp", fast),
        Subject("trunkline_async", ours, "LookUpAsync", fast),
        Subject("plain_c", [str(HERE / "plain-c/.build/plain-c-bench-server")], "LookUp", fast),
        Subject("nghttpd", ["nghttpd", "--no-tls", "--workers=1", f"--htdocs={files()}"], "LookUp", fast, False),
        Subject("grpc_cpp", [str(peers / "grpc-cpp/.build/grpc-cpp-bench-server")], "LookUp", medium),
        Subject("grpc_go", [str(peers / "grpc-go/.build/grpc-go-bench-server")], "LookUp", medium),
        Subject(
            "grpc_swift_2",
            [str(HERE / "grpc-swift-2-server/.build/release/grpc-swift-2-bench-server")],
            "LookUpAsync",
            slow,
        ),
        Subject("grpcio", [sys.executable, str(peers / "grpcio/server.py")], "LookUp", slow),
    ]


def files():
    """What nghttpd sends, in a folder that goes with this process."""
    folder = tempfile.TemporaryDirectory(prefix="trunkline-bench-files-")
    atexit.register(folder.cleanup)
    service = pathlib.Path(folder.name) / "bench.v1.LookUpService"
    service.mkdir()
    (service / "LookUp").write_bytes(FRAMED_RESPONSE)
    return folder.name


def choose(only, share=1.0):
    """Those that are built and were asked for, and the names of the others that were asked for."""
    chosen = [subject for subject in all_subjects(share) if not only or subject.name in only]
    return [s for s in chosen if s.is_built], [s.name for s in chosen if not s.is_built]


def start(subject, port, prefix=("taskset", "--cpu-list", SERVER_CORE), seconds=30):
    command = [*prefix, *subject.command, str(port)]
    subject.process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    subject.port = port
    wait_until(lambda: listens(port), subject.process, subject.name, seconds)


def check_answer(subject, seconds=10):
    """A foreign client must get the right answer before anything is measured."""
    if not subject.speaks_grpc:
        return
    with grpc.insecure_channel(f"127.0.0.1:{subject.port}") as channel:
        call = channel.unary_unary(f"/bench.v1.LookUpService/{subject.method}")
        answer = call(REQUEST, timeout=seconds, metadata=[("authorization", KEY)])
    if answer != RESPONSE:
        sys.exit(f"bench: {subject.name} answered {answer!r} instead of {RESPONSE!r}")


def report_missing(names):
    for name in names:
        print(f"not measured: {name} (it was not built)")
