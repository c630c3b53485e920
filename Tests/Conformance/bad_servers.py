"""Servers that misbehave, or do what few do, as our client meets them (gRPC's `http2_interop` tests)."""

import contextlib
import socket
import subprocess
import threading

import hpack
from hyperframe.frame import Frame, HeadersFrame, PingFrame, SettingsFrame

import servers
import wire
from cases import expect

RESPONSE_BYTES = 1_000
CLIENT_SECONDS = 30


class BadServer:
    """Answers calls on its own port, each connection in a thread."""

    def __init__(self, settings=(), answer=None):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.settings, self.answer = settings, answer or Call.reply
        self.connections, self.most_open, self.pongs = 0, 0, 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                self.connections += 1
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with contextlib.suppress(OSError, EOFError), connection:
            read = connection.makefile("rb").read
            expect(read(len(wire.PREFACE)) == wire.PREFACE, "no preface")
            connection.sendall(wire.settings(*self.settings))
            call = Call(connection)
            while header := read(9):
                frame, length = Frame.parse_frame_header(memoryview(header))
                frame.parse_body(memoryview(read(length)))
                if isinstance(frame, SettingsFrame) and "ACK" not in frame.flags:
                    connection.sendall(wire.frame(wire.SETTINGS, wire.ACK, 0))
                self.pongs += isinstance(frame, PingFrame) and "ACK" in frame.flags
                if isinstance(frame, HeadersFrame):
                    call.open.add(frame.stream_id)
                    self.most_open = max(self.most_open, len(call.open))
                if "END_STREAM" in frame.flags:
                    call.stream = frame.stream_id
                    self.answer(call)


class Call:
    """What is sent for the call that was asked last on a connection."""

    def __init__(self, connection):
        self.connection = connection
        self.encoder = hpack.Encoder()
        self.stream, self.open = 0, set()

    def send(self, *parts):
        self.connection.sendall(b"".join(parts))

    def headers(self):
        fields = self.encoder.encode([(":status", "200"), ("content-type", "application/grpc")])
        return wire.frame(wire.HEADERS, wire.END_HEADERS, self.stream, fields)

    def message(self):
        body = b"\x12" + wire.varint(RESPONSE_BYTES) + bytes(RESPONSE_BYTES)
        return wire.message(b"\x0a" + wire.varint(len(body)) + body)

    def trailers(self):
        fields = self.encoder.encode([("grpc-status", "0")])
        return wire.frame(wire.HEADERS, wire.END_HEADERS | wire.END_STREAM, self.stream, fields)

    def data(self, data):
        return wire.frame(wire.DATA, 0, self.stream, data)

    def reply(self):
        self.open.discard(self.stream)
        self.send(self.headers(), self.data(self.message()), self.trailers())

    def reply_late(self):
        """So that other calls would begin meanwhile, if the client let them."""
        threading.Timer(0.02, self.reply).start()


def goaway(call):
    call.reply()
    call.send(wire.goaway(call.stream))


def rst_after_header(call):
    call.send(call.headers(), wire.reset(call.stream, wire.NO_ERROR))


def rst_during_data(call):
    call.send(call.headers(), call.data(call.message()[:300]), wire.reset(call.stream, wire.NO_ERROR))


def rst_after_data(call):
    call.send(call.headers(), call.data(call.message()), wire.reset(call.stream, wire.NO_ERROR))


def with_pings(call):
    parts = [call.headers(), call.data(call.message()), call.trailers()]
    for part in parts:
        call.send(wire.ping(), part)


def padded(call):
    """Ten bytes of the message a frame, each with padding of another length."""
    frames = (
        wire.frame(wire.DATA, wire.PADDED, call.stream, bytes([length]) + part + bytes(length))
        for length, part in ((at % 250, call.message()[at : at + 10]) for at in range(0, len(call.message()), 10))
    )
    call.send(call.headers(), *frames, call.trailers())


def unpadded(call):
    whole = call.message()
    call.send(call.headers(), *(call.data(whole[at : at + 10]) for at in range(0, len(whole), 10)), call.trailers())


def outcomes(port, calls=1, *options):
    """What our client prints."""
    done = subprocess.run(
        [servers.BINARIES / "trunkline-interop-client", "--port", str(port), "--calls", str(calls),
         "--response-bytes", str(RESPONSE_BYTES), *options],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=CLIENT_SECONDS,
    )  # fmt: skip
    expect(done.returncode == 0, f"status {done.returncode}: {done.stderr[-500:]}")
    lines = done.stdout.splitlines()
    expect(len(lines) == calls, f"{len(lines)} outcomes of {calls} calls")
    return lines


GOOD = f"OK {RESPONSE_BYTES}"


def run(report):
    with report.case("bad server: goaway: the next call goes by a new connection"):
        server = BadServer(answer=goaway)
        expect(outcomes(server.port, 3) == [GOOD] * 3, "a call failed")
        # One for each call, and perhaps the next one already.
        expect(server.connections in (3, 4), f"{server.connections} connections for 3 calls")

    for name, answer in (("rst_after_header", rst_after_header), ("rst_during_data", rst_during_data),
                         ("rst_after_data", rst_after_data)):  # fmt: skip
        with report.case(f"bad server: {name}: the call fails, and at once"):
            (outcome,) = outcomes(BadServer(answer=answer).port)
            expect(outcome in ("INTERNAL", "UNKNOWN", "UNAVAILABLE", "CANCELLED"), outcome)

    with report.case("bad server: ping: each is answered, and calls go on"):
        server = BadServer(answer=with_pings)
        expect(outcomes(server.port, 5) == [GOOD] * 5, "a call failed")
        # The client may be gone before it reads the pings of its last call.
        expect(server.pongs >= 12, f"{server.pongs} of 15 were answered")

    with report.case("bad server: max_streams: one call at a time where one is allowed"):
        server = BadServer(settings=((wire.MAX_CONCURRENT_STREAMS, 1),), answer=Call.reply_late)
        expect(outcomes(server.port, 16, "--at-once") == [GOOD] * 16, "a call failed")
        expect(server.most_open == 1, f"{server.most_open} streams were open at once")

    for name, answer in (("data_frame_padding", padded), ("no_df_padding_sanity_test", unpadded)):
        with report.case(f"bad server: {name}: answers come whole"):
            server = BadServer(answer=answer)
            expect(outcomes(server.port, 20) == [GOOD] * 20, "an answer is not whole")
