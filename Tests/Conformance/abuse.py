"""Clients that mean harm. Each must be ended within FRAMES frames or a time limit, while the server's memory stays
where it is and a well-behaved client beside it keeps its rate."""

import contextlib
import dataclasses
import itertools
import multiprocessing
import pathlib
import select
import socket
import tempfile
import time
from typing import Callable

import servers
import wire
from cases import Refused, expect
from connection import Connection
from wire import (
    CONTINUATION, DATA, END_HEADERS, END_STREAM, HEADERS, INCREMENTAL, INDEXED, INITIAL_WINDOW_SIZE, PADDED, PREFACE,
    UNARY_CALL, asking_for, block, body, fields, frame, head, integer, literal, ping, priority, request, reset,
    settings, window_update,
)  # fmt: skip

FRAMES = 2_000
# What the server is started with, and within what it must have ended a client that is too slow.
PATIENCE_SECONDS = 1.0
LONGEST_SECONDS = 4 * PATIENCE_SECONDS
MEMORY_BYTES = 8 << 20
# An idle connection that nobody can tell from a good one costs this much.
CONNECTION_BYTES = 25_000
IDLE_CONNECTIONS = 2_000
CALLS_PER_SECOND = 200
ATTACK_SECONDS = 3
RATE_KEPT = 0.8
# For the rate only: a machine that is busy with something else slows the good client too.
TRIES = 3


@dataclasses.dataclass(frozen=True)
class Attack:
    title: str
    # Opens its connections, and yields them as soon as they are to be ended.
    run: Callable
    memory_bytes: int = MEMORY_BYTES


def odd():
    return itertools.count(1, 2)


# Floods: what each offending frame is, after what comes before all of them.


def flood(title, frames, before=b"", settings=()):
    def run(address):
        connection = Connection(address, settings)
        connection.send(before)
        send_reading(connection.socket, itertools.islice(frames(), FRAMES))
        return [connection.socket]

    return Attack(title, run)


def send_reading(connection, frames):
    """Sends without ever being held up by answers that nobody reads."""
    with contextlib.suppress(ConnectionError):
        while batch := b"".join(itertools.islice(frames, 50)):
            connection.sendall(batch)
            while has_arrived(connection) and connection.recv(65_536):
                pass


def same(sent):
    return lambda: itertools.repeat(sent)


BOMB = block(fields()) + integer(62, 7, INDEXED) * 4_000
FLOODS = [
    flood("rapid reset", lambda: (head(stream) + reset(stream) for stream in odd())),
    flood("resets provoked by a wrong content-length (MadeYouReset)",
          lambda: (head(stream, extra=[("content-length", "4")]) + body(stream) for stream in odd())),
    flood("resets provoked by malformed headers",
          lambda: (frame(HEADERS, END_HEADERS | END_STREAM, stream, block([("X-Bad", "1")])) for stream in odd())),
    flood("resets provoked by DATA after the end",
          lambda: (request(stream) + body(stream) for stream in odd()), settings=((INITIAL_WINDOW_SIZE, 0),)),
    flood("CONTINUATION", same(frame(CONTINUATION, 0, 1, block([("x-more", "1")]))), frame(HEADERS, 0, 1)),
    flood("empty CONTINUATION", same(frame(CONTINUATION, 0, 1)), frame(HEADERS, 0, 1)),
    flood("PING", same(ping())),
    flood("unasked acknowledgements of PING", same(ping(flags=1))),
    flood("SETTINGS", same(settings((INITIAL_WINDOW_SIZE, 65_535)))),
    flood("empty SETTINGS", same(settings())),
    flood("empty DATA", same(frame(DATA, 0, 1)), head()),
    flood("DATA of padding only", same(frame(DATA, PADDED, 1, b"\x03" + bytes(3))), head()),
    flood("PRIORITY", same(priority(7))),
    flood("WINDOW_UPDATE of the connection", same(window_update(0, 1))),
    flood("WINDOW_UPDATE of a stream", same(window_update(1, 1)), head()),
    flood("RST_STREAM of a closed stream", same(reset(1)), head() + reset(1)),
    flood("frames of an unknown type", same(frame(0x77, 0, 0, bytes(8)))),
    flood("GOAWAY", same(wire.goaway())),
    # The first stream puts the entry into the table that all others unpack.
    flood("HPACK bomb",
          lambda: (frame(HEADERS, END_HEADERS | END_STREAM, stream, BOMB) for stream in itertools.count(3, 2)),
          frame(HEADERS, END_HEADERS | END_STREAM, 1, block(fields()) + literal("x-bomb", "a" * 3_900, INCREMENTAL))),
    flood("huge headers", same(frame(CONTINUATION, 0, 1, block([("x-huge", "a" * 16_000)]))), frame(HEADERS, 0, 1)),
]  # fmt: skip


# Slowness: many connections that do little, or nothing.


def slow(title, connect, count, step=lambda connection: None, memory_bytes=MEMORY_BYTES):
    def run(address):
        connections = []
        with contextlib.suppress(ConnectionError, TimeoutError, Refused):
            for _ in range(count):
                connections.append(connect(address))
        ends = time.monotonic() + LONGEST_SECONDS
        while connections and time.monotonic() < ends and not is_closed(connections[0]):
            for connection in connections[:20]:
                with contextlib.suppress(OSError):
                    step(connection)
            time.sleep(0.1)
        return connections

    return Attack(title, run, memory_bytes)


def is_closed(connection):
    """Whether the server closed it, as far as can be seen without reading."""
    try:
        return has_arrived(connection) and connection.recv(1, socket.MSG_PEEK) == b""
    except ConnectionError:
        return True


def has_arrived(connection):
    return bool(select.select([connection], [], [], 0)[0])


def plain(address):
    return socket.create_connection(address, timeout=2)


def half_preface(address):
    connection = plain(address)
    connection.sendall(PREFACE[:12])
    return connection


def after_handshake(*sent, settings=()):
    def connect(address):
        connection = Connection(address, settings)
        connection.send(*sent)
        return connection.socket

    return connect


def never_reading(address):
    """Asks for far more than it has room for, and looks at nothing."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    connection.settimeout(2)
    connection.connect(address)
    asks = b"".join(head(stream, path=UNARY_CALL) + body(stream, asking_for(60_000)) for stream in range(1, 200, 2))
    room = settings((INITIAL_WINDOW_SIZE, 0x7fff_ffff)) + window_update(0, 0x7000_0000)
    connection.sendall(PREFACE + room + asks)
    return connection


DRIP = frame(DATA, 0, 1, b"\0")
SLOW = [
    slow("half a preface", half_preface, 200),
    slow("no preface at all", plain, 200),
    slow("a header block that never ends", after_handshake(frame(HEADERS, 0, 1)), 200),
    slow("a frame byte by byte", after_handshake(frame(HEADERS, END_HEADERS, 1, length=10_000)), 200,
         lambda connection: connection.send(b"\0")),
    slow("a body byte by byte", after_handshake(head(path=UNARY_CALL), body(data=b"\0\0\0\x27\x10", flags=0)),
         200, lambda connection: connection.send(DRIP)),
    slow("a client that never reads", never_reading, 1),
    slow("a client that is gone without a word (half-open)", after_handshake(), 200),
    slow(f"{IDLE_CONNECTIONS:,} idle connections", after_handshake(), IDLE_CONNECTIONS,
         memory_bytes=IDLE_CONNECTIONS * CONNECTION_BYTES),
]  # fmt: skip

ATTACKS = FLOODS + SLOW


def put(attacks):
    """Puts attacks to our server. Whether it withstood all."""
    withstood = 0
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trunkline-abuse-")))
        patient = stack.enter_context(server(folder))
        impatient = stack.enter_context(
            server(folder, "--patience-milliseconds", int(PATIENCE_SECONDS * 1_000)))
        for attack in attacks:
            # Floods must be ended by their frames, not by time.
            process_id, address = impatient if attack in SLOW else patient
            try:
                print(f"ok      {attack.title}: {check(attack, address, process_id)}", flush=True)
                withstood += 1
            except Exception as error:
                print(f"FAILED  {attack.title}: {type(error).__name__}: {error}", flush=True)
    print(f"Abuse, {len(attacks)} attacks: trunkline withstood {withstood}")
    return withstood == len(attacks)


@contextlib.contextmanager
def server(folder, *options):
    port = servers.free_ports(1)
    log = folder / f"server-{port}.log"
    command = [servers.BINARIES / "trunkline-interop-server", "--port", port, *options]
    with servers.process(command, log) as child:
        servers.wait_until(lambda: not servers.is_free(port), child, log)
        yield child.pid, ("127.0.0.1", port)


def check(attack, address, process_id):
    """Ends a single attacker; then lets it try again and again beside a good client."""
    before = resident_bytes(process_id)
    attacked = attack.run(address)
    try:
        expect_ended(attacked)
    finally:
        for connection in attacked:
            connection.close()
    wanted = CALLS_PER_SECOND * ATTACK_SECONDS
    for _ in range(TRIES):
        with attacker(attack, address) as rounds:
            answered, peak = steady(address, process_id)
        expect(rounds.value > 0, "the attacker did nothing")
        grown = peak - before
        expect(grown <= attack.memory_bytes, f"memory grew by {grown / (1 << 20):.1f} MB")
        if answered >= RATE_KEPT * wanted:
            break
    else:
        expect(False, f"only {answered} of {wanted} calls of the good client were answered")
    return f"{rounds.value} rounds, {answered / wanted:.0%} of the rate, {max(0, grown) / (1 << 20):.1f} MB"


def expect_ended(connections):
    ends = time.monotonic() + LONGEST_SECONDS
    for connection in connections[:20]:
        with contextlib.suppress(ConnectionError):
            connection.settimeout(max(0.01, ends - time.monotonic()))
            try:
                while connection.recv(1 << 20):
                    pass
            except TimeoutError:
                expect(False, "the attacker's connection stays open")


@contextlib.contextmanager
def attacker(attack, address):
    """A process that attacks until it is stopped. Yields how many rounds it has begun."""
    context = multiprocessing.get_context("fork")
    rounds = context.Value("i", 0)
    process = context.Process(target=attack_forever, args=(attack, address, rounds), daemon=True)
    process.start()
    try:
        yield rounds
    finally:
        process.kill()
        process.join()


def attack_forever(attack, address, rounds):
    while True:
        rounds.value += 1
        with contextlib.suppress(Exception):
            for connection in attack.run(address):
                connection.close()


def steady(address, process_id):
    """Calls at a fixed rate. Returns how many were answered, and the most memory that the server took."""
    answered, peak, began = 0, 0, time.monotonic()
    with Connection(address) as connection:
        for number in range(CALLS_PER_SECOND * ATTACK_SECONDS):
            wait = began + number / CALLS_PER_SECOND - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            elif wait < -ATTACK_SECONDS:
                break  # So late that nothing comes in time any more.
            connection.send(request(2 * number + 1))
            answer = connection.expect_answer(2 * number + 1)
            expect(answer["grpc-status"] == "0", f"the good client got {answer['grpc-status']}")
            in_time = time.monotonic() - began <= ATTACK_SECONDS + 0.1
            answered += in_time
            if number % 20 == 0:
                peak = max(peak, resident_bytes(process_id))
    return answered, peak


def resident_bytes(process_id):
    lines = pathlib.Path(f"/proc/{process_id}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1_024 for line in lines if line.startswith("VmRSS"))
