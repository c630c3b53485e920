"""A connection to a server under test, and what a case may expect of the server."""

import collections
import contextlib
import dataclasses
import socket
import time

import hpack
from hyperframe.frame import (
    DataFrame, Frame, GoAwayFrame, HeadersFrame, PingFrame, RstStreamFrame, SettingsFrame,
    WindowUpdateFrame,
)  # fmt: skip

import wire
from cases import Refused, expect

ANSWER_SECONDS = 2.0


class Closed(Exception):
    """The server closed the connection."""


@dataclasses.dataclass
class Answer:
    """What came for one stream: its header sections in order, and its body."""

    sections: list = dataclasses.field(default_factory=list)
    data: bytes = b""
    is_over: bool = False
    reset_code: int | None = None

    def __getitem__(self, name):
        """The first value of a field in any section."""
        return next((section[name] for section in self.sections if name in section), None)


class Connection:
    def __init__(self, address, settings=(), handshake=True):
        self.socket = socket.create_connection(address, timeout=ANSWER_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.decoder = hpack.Decoder()
        self.unread = b""
        self.initial_window, self.granted = wire.DEFAULT_WINDOW, collections.Counter()
        self.ends = time.monotonic() + ANSWER_SECONDS
        if handshake:
            self.send(wire.PREFACE, wire.settings(*settings))
            self.until(lambda frame: isinstance(frame, SettingsFrame) and "ACK" in frame.flags)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, *parts):
        self.ends = time.monotonic() + ANSWER_SECONDS
        # What the server said before it closed is still to be read.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.socket.sendall(b"".join(parts))

    # Reading

    def read_frame(self):
        """The next frame. Raises Closed, or TimeoutError."""
        header = self.read(9)
        frame, length = Frame.parse_frame_header(memoryview(header))
        frame.parse_body(memoryview(self.read(length)))
        # In their order, also those that no case asks for: the tables of HPACK depend on all.
        if isinstance(frame, HeadersFrame):
            frame.section = dict(self.decoder.decode(frame.data))
        if isinstance(frame, WindowUpdateFrame):
            self.granted[frame.stream_id] += frame.window_increment
        if isinstance(frame, SettingsFrame) and "ACK" not in frame.flags:
            self.initial_window = frame.settings.get(wire.INITIAL_WINDOW_SIZE, self.initial_window)
            self.reply(wire.frame(wire.SETTINGS, wire.ACK, 0))
        if isinstance(frame, PingFrame) and "ACK" not in frame.flags:
            self.reply(wire.ping(frame.opaque_data, wire.ACK))
        return frame

    def room(self, stream):
        """Bytes that the server has allowed for a stream, or with 0 for all, since the beginning."""
        return (self.initial_window if stream else wire.DEFAULT_WINDOW) + self.granted[stream]

    def reply(self, acknowledgement):
        with contextlib.suppress(OSError):
            self.socket.sendall(acknowledgement)

    def read(self, count):
        while len(self.unread) < count:
            self.socket.settimeout(max(0.001, self.ends - time.monotonic()))
            try:
                arrived = self.socket.recv(65_536)
            except ConnectionResetError:
                arrived = b""
            if not arrived:
                raise Closed
            self.unread += arrived
        taken, self.unread = self.unread[:count], self.unread[count:]
        return taken

    def until(self, is_wanted):
        """Reads up to the first frame that is wanted, and returns it; fails when none comes."""
        seen = []
        try:
            while True:
                frame = self.read_frame()
                if is_wanted(frame):
                    return frame
                seen.append(summary(frame))
        except Closed:
            raise Refused(f"the connection was closed after {seen}") from None
        except TimeoutError:
            raise Refused(f"only {seen} came in {ANSWER_SECONDS:g} s") from None

    def all_frames(self, seconds):
        """Everything that comes within a time, for cases in which something must not come."""
        self.ends = time.monotonic() + seconds
        frames = []
        try:
            while True:
                frames.append(self.read_frame())
        except (Closed, TimeoutError):
            return frames

    def answer(self, stream=1):
        """Reads until a stream is over, and returns what came for it."""
        answer = Answer()
        while not answer.is_over:
            frame = self.until(lambda frame: frame.stream_id == stream or is_failure(frame))
            expect(not is_failure(frame), f"the connection ended with {summary(frame)}")
            take(answer, frame)
        return answer

    # Expectations

    def expect_answer(self, stream=1):
        """A call is answered whole, whatever its status."""
        answer = self.answer(stream)
        expect(answer.reset_code in (None, wire.NO_ERROR), f"RST_STREAM with code {answer.reset_code}")
        expect(answer[":status"] is not None, "the stream ended without an answer")
        return answer

    def expect_connection_error(self, *codes):
        """GOAWAY with one of the codes, or a plain close (RFC 9113, section 5.4.1)."""
        self.expect_end(codes, lambda frame: False)

    def expect_stream_error(self, stream, *codes):
        """RST_STREAM with one of the codes, or what ends the connection (RFC 9113, section 5.4.2)."""
        self.expect_end(codes, lambda frame: isinstance(frame, RstStreamFrame) and frame.stream_id == stream)

    def expect_malformed(self, stream=1):
        """A stream error, after an answer of 4xx if the server likes (RFC 9113, section 8.1.1)."""

        def is_refusal(frame):
            if isinstance(frame, HeadersFrame) and frame.stream_id == stream:
                return frame.section.get(":status", "").startswith("4")
            return isinstance(frame, RstStreamFrame) and frame.stream_id == stream

        self.expect_end((wire.PROTOCOL_ERROR,), is_refusal)

    def expect_end(self, codes, is_end):
        seen = []
        try:
            while True:
                frame = self.read_frame()
                ends = is_end(frame)
                if ends and isinstance(frame, HeadersFrame):
                    return
                if isinstance(frame, GoAwayFrame) or ends:
                    expect(frame.error_code in codes, f"{summary(frame)} instead of code {list(codes)}")
                    return
                seen.append(summary(frame))
        except Closed:
            return
        except TimeoutError:
            raise Refused(f"no error came, only {seen}") from None

    def expect_alive(self):
        """The connection still answers PING; what was sent before has been read by then."""
        self.send(wire.ping(b"stillok?"))
        frame = self.until(lambda frame: isinstance(frame, PingFrame) or is_failure(frame))
        expect(not is_failure(frame) and frame.opaque_data == b"stillok?", f"{summary(frame)}")


def take(answer, frame):
    if isinstance(frame, HeadersFrame):
        answer.sections.append(frame.section)
    elif isinstance(frame, DataFrame):
        answer.data += frame.data
    elif isinstance(frame, RstStreamFrame):
        answer.reset_code, answer.is_over = frame.error_code, True
    if "END_STREAM" in frame.flags:
        answer.is_over = True


def is_failure(frame):
    return isinstance(frame, GoAwayFrame) and frame.error_code != wire.NO_ERROR


def summary(frame):
    code = f" code {frame.error_code}" if isinstance(frame, (GoAwayFrame, RstStreamFrame)) else ""
    return f"{type(frame).__name__.removesuffix('Frame')} on {frame.stream_id}{code}"
