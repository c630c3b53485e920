"""Memory of a connection that does nothing, and whether our server holds 10,000 of them.

The connections have exchanged their prefaces and SETTINGS, and one call each: what a client leaves behind that may
call again.
"""

import argparse
import contextlib
import resource
import socket
import time

import hpack
from hyperframe.frame import DataFrame, Frame, HeadersFrame, SettingsFrame

from processes import stop
from subjects import FIRST_PORT, FRAMED_REQUEST, KEY, check_answer, choose, report_missing, start

CONNECTIONS = 1_000
HELD = 10_000
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def resident_bytes(process):
    with open(f"/proc/{process.pid}/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def opening(subject):
    """What a client sends until it is idle."""
    acknowledged = SettingsFrame(0)
    acknowledged.flags.add("ACK")
    headers = HeadersFrame(1)
    headers.flags.add("END_HEADERS")
    headers.data = hpack.Encoder().encode(
        [
            (":method", "POST"), (":scheme", "http"), (":path", f"/bench.v1.LookUpService/{subject.method}"),
            (":authority", "127.0.0.1"), ("te", "trailers"), ("content-type", "application/grpc"),
            ("authorization", KEY),
        ]
    )  # fmt: skip
    body = DataFrame(1)
    body.data = FRAMED_REQUEST
    body.flags.add("END_STREAM")
    return PREFACE + b"".join(frame.serialize() for frame in (SettingsFrame(0), acknowledged, headers, body))


def connect(subject, stack, sent):
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", subject.port)))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(sent)
    return connection


def is_answered(connection):
    """Reads until the call has ended."""
    received = b""
    connection.settimeout(30)
    while True:
        while len(received) >= 9:
            frame, length = Frame.parse_frame_header(memoryview(received[:9]))
            if len(received) < 9 + length:
                break
            received = received[9 + length :]
            if frame.stream_id == 1 and "END_STREAM" in frame.flags:
                return True
        chunk = connection.recv(65_536)
        if not chunk:
            return False
        received += chunk


def measure(subject, count):
    """Bytes of memory for each of so many connections, all of which are answered and stay open."""
    with contextlib.ExitStack() as stack:
        sent = opening(subject)
        # What the first connections make the process allocate once is not theirs.
        with contextlib.ExitStack() as first:
            warm = [connect(subject, first, sent) for _ in range(20)]
            answered = [is_answered(connection) for connection in warm]
        time.sleep(0.2)
        before = resident_bytes(subject.process)
        connections = [connect(subject, stack, sent) for _ in range(count)]
        answered += [is_answered(connection) for connection in connections]
        if not all(answered):
            raise SystemExit(f"bench: {subject.name} ended {answered.count(False)} of {count} idle connections")
        return (resident_bytes(subject.process) - before) / count


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", help="a subject to measure; all when not given")
    arguments = parser.parse_args()
    # Inherited by the servers.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    measured, missing = choose(arguments.only)
    for index, subject in enumerate(measured):
        try:
            start(subject, FIRST_PORT + index)
            check_answer(subject)
            print(f"RESULT idle.{subject.name} {measure(subject, CONNECTIONS) / 1e3:.1f} kB/connection", flush=True)
            if subject.name == "trunkline_immediate":
                kilobytes = measure(subject, HELD) / 1e3
                check_answer(subject)
                print(f"RESULT idle.{subject.name}.of_{HELD} {kilobytes:.1f} kB/connection", flush=True)
        finally:
            stop(subject.process)
    report_missing(missing)


main()
