"""RFC 9113, section 5: states and identifiers of streams, concurrency, errors, extensions."""

import itertools

from hyperframe.frame import GoAwayFrame, RstStreamFrame, SettingsFrame

import wire
from cases import Refused, expect
from catalogue import answered, bare_case, borne, case, connection_error, stream_error
from connection import Closed, Connection
from wire import *

# An answer that may not be sent yet keeps its stream half-closed.
BLOCKED = ((INITIAL_WINDOW_SIZE, 0),)
FRAGMENT = block([("x-late", "1")])

# Section 5.1: idle

connection_error("5.1", "idle: DATA is a PROTOCOL_ERROR", body(1), PROTOCOL_ERROR)
connection_error("5.1", "idle: RST_STREAM is a PROTOCOL_ERROR", reset(1), PROTOCOL_ERROR)
connection_error("5.1", "idle: WINDOW_UPDATE is a PROTOCOL_ERROR", window_update(1, 100), PROTOCOL_ERROR)
connection_error("5.1", "idle: CONTINUATION is a PROTOCOL_ERROR",
                 frame(CONTINUATION, END_HEADERS, 1, FRAGMENT), PROTOCOL_ERROR)  # fmt: skip
connection_error("5.1", "idle: DATA above the streams in use is a PROTOCOL_ERROR",
                 request(1) + body(7), PROTOCOL_ERROR)  # fmt: skip
borne("5.1", "idle: PRIORITY is no error", priority(1))

# Section 5.1: half-closed

stream_error("5.1", "half-closed: DATA is STREAM_CLOSED", request() + body(), STREAM_CLOSED, settings=BLOCKED)
stream_error("5.1", "half-closed: empty DATA is STREAM_CLOSED",
             request() + body(data=b"", flags=0), STREAM_CLOSED, settings=BLOCKED)  # fmt: skip
stream_error("5.1", "half-closed: HEADERS are STREAM_CLOSED", request() + head(flags=END_HEADERS | END_STREAM),
             STREAM_CLOSED, settings=BLOCKED)  # fmt: skip
connection_error("5.1", "half-closed: CONTINUATION is an error of the connection",
                 request() + frame(CONTINUATION, END_HEADERS, 1, FRAGMENT),
                 STREAM_CLOSED, PROTOCOL_ERROR, settings=BLOCKED)  # fmt: skip
answered("5.1", "half-closed: WINDOW_UPDATE opens the way for the answer",
         request() + window_update(1, 65_535), settings=BLOCKED)  # fmt: skip
answered("5.1", "half-closed: PRIORITY is no error",
         request() + priority(1) + window_update(1, 65_535), settings=BLOCKED)  # fmt: skip


@case("5.1", "half-closed: RST_STREAM ends the call without an answer", BLOCKED)
def reset_while_half_closed(connection):
    connection.send(request(), reset(1), window_update(1, 65_535), request(3), window_update(3, 65_535))
    connection.expect_answer(3)


# Section 5.1: closed

@case("6.1", "closed by RST_STREAM: DATA is STREAM_CLOSED")
def data_after_reset(connection):
    connection.send(head(), reset(1))
    connection.expect_alive()
    connection.send(body())
    connection.expect_stream_error(1, STREAM_CLOSED)


stream_error("5.1", "closed by RST_STREAM: HEADERS are STREAM_CLOSED",
             head() + reset(1) + head(), STREAM_CLOSED, PROTOCOL_ERROR)  # fmt: skip
connection_error("5.1", "closed by RST_STREAM: CONTINUATION is an error of the connection",
                 head() + reset(1) + frame(CONTINUATION, END_HEADERS, 1, FRAGMENT),
                 STREAM_CLOSED, PROTOCOL_ERROR)  # fmt: skip
answered("5.1", "closed by RST_STREAM: WINDOW_UPDATE is no error",
         head() + reset(1) + window_update(1, 10) + request(3), stream=3)  # fmt: skip
answered("5.1", "closed by RST_STREAM: RST_STREAM is no error",
         head() + reset(1) + reset(1) + request(3), stream=3)  # fmt: skip
answered("5.1", "closed by RST_STREAM: PRIORITY is no error",
         head() + reset(1) + priority(1) + request(3), stream=3)  # fmt: skip


def after_answer(title, sent, *codes, connection_only=False):
    @case("5.1", f"closed by END_STREAM: {title}")
    def run(connection):
        connection.send(request())
        connection.expect_answer()
        connection.send(sent)
        if not codes:
            connection.send(request(3))
            connection.expect_answer(3)
        elif connection_only:
            connection.expect_connection_error(*codes)
        else:
            connection.expect_stream_error(1, *codes)


after_answer("DATA is STREAM_CLOSED", body(), STREAM_CLOSED)
after_answer("HEADERS are STREAM_CLOSED", head(), STREAM_CLOSED, PROTOCOL_ERROR, connection_only=True)
after_answer("CONTINUATION is an error of the connection", frame(CONTINUATION, END_HEADERS, 1, FRAGMENT),
             STREAM_CLOSED, PROTOCOL_ERROR, connection_only=True)  # fmt: skip
after_answer("WINDOW_UPDATE is no error", window_update(1, 10))
after_answer("RST_STREAM is no error", reset(1))
after_answer("PRIORITY is no error", priority(1))

# Section 5.1.1: identifiers

connection_error("5.1.1", "an even identifier is a PROTOCOL_ERROR", request(2), PROTOCOL_ERROR)
connection_error("5.1.1", "HEADERS on stream 0 are a PROTOCOL_ERROR", head(0), PROTOCOL_ERROR)
connection_error("5.1.1", "an identifier that goes back is a PROTOCOL_ERROR",
                 request(5) + request(3), PROTOCOL_ERROR, STREAM_CLOSED)  # fmt: skip
connection_error("5.1.1", "an identifier that is used again is an error",
                 head(1) + reset(1) + head(3) + reset(3) + head(1), PROTOCOL_ERROR, STREAM_CLOSED)  # fmt: skip
connection_error("5.1.1", "DATA on a stream that was skipped is an error",
                 request(5) + body(3), PROTOCOL_ERROR, STREAM_CLOSED)  # fmt: skip
answered("5.1.1", "identifiers may be skipped", request(1) + request(101), stream=101)
answered("5.1.1", "the last identifier of all can be used", request(0x7fff_ffff), stream=0x7fff_ffff)

# Section 5.1.2: concurrency


def streams_allowed(address):
    """What the server's first SETTINGS say."""
    with Connection(address, handshake=False) as connection:
        connection.send(PREFACE, wire.settings())
        frame = connection.until(lambda frame: isinstance(frame, SettingsFrame) and "ACK" not in frame.flags)
        return frame.settings.get(MAX_CONCURRENT_STREAMS)


@bare_case("5.1.2", "streams over the number allowed are refused")
def too_many_streams(address):
    allowed = streams_allowed(address)
    expect(allowed is not None and allowed < 100_000, f"streams are not limited ({allowed})")
    last = 2 * allowed + 1
    with Connection(address) as connection:
        connection.send(*(head(stream) for stream in range(1, last + 1, 2)))
        connection.expect_stream_error(last, PROTOCOL_ERROR, REFUSED_STREAM)


@bare_case("5.1.2", "streams that were reset do not count")
def reset_streams_do_not_count(address):
    with Connection(address) as connection:
        for stream in itertools.islice(itertools.count(1, 2), 80):
            connection.send(head(stream), reset(stream))
        connection.send(request(161))
        connection.expect_answer(161)


# Section 5.3: priorities are deprecated, and their fields still parsed

ROOT = bytes(4) + b"\x0f"
answered("5.3.2", "the priority fields of HEADERS are skipped",
         frame(HEADERS, END_HEADERS | WITH_PRIORITY, 1, ROOT + block(fields())) + body())  # fmt: skip
answered("5.3.2", "an exclusive dependency on another stream is skipped",
         frame(HEADERS, END_HEADERS | WITH_PRIORITY, 1, b"\x80\0\0\x0b\x0f" + block(fields())) + body())  # fmt: skip

# Section 5.4: errors


@case("5.4.1", "after GOAWAY for an error the connection is closed")
def closes_after_error(connection):
    connection.send(body(0))
    try:
        while True:
            connection.read_frame()
    except Closed:
        return
    except TimeoutError:
        raise Refused("the connection stays open") from None


@case("5.4.1", "GOAWAY names the last stream that was looked at")
def last_stream(connection):
    connection.send(request(1))
    connection.expect_answer(1)
    connection.send(request(3))
    connection.expect_answer(3)
    connection.send(body(0))
    frame = connection.until(lambda frame: isinstance(frame, GoAwayFrame))
    expect(frame.last_stream_id == 3, f"GOAWAY names stream {frame.last_stream_id}, not 3")


@case("5.4.2", "RST_STREAM is not answered with RST_STREAM")
def no_reset_for_reset(connection):
    connection.send(head(1), reset(1), ping())
    frames = connection.all_frames(0.3)
    expect(not any(isinstance(frame, RstStreamFrame) for frame in frames), f"{frames}")


# Section 5.5: extensions

borne("5.5", "an unknown setting is ignored", settings((0xf000, 1), (0xffff, 0xffff_ffff)))
connection_error("5.5", "an unknown frame inside a header block is a PROTOCOL_ERROR",
                 frame(HEADERS, 0, 1, block(fields())) + frame(0x20, 0, 1, bytes(4)), PROTOCOL_ERROR)  # fmt: skip
