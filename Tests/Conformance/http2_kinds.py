"""RFC 9113, section 6: each kind of frame, but for flow control."""

from hyperframe.frame import DataFrame, PingFrame, SettingsFrame

from cases import expect
from catalogue import answered, borne, case, connection_error, stream_error
from wire import *

FIELDS = block(fields())
LATE = block([("x-late", "1")])
OPEN_BLOCK = frame(HEADERS, 0, 1, FIELDS)

# Section 6.1: DATA

connection_error("6.1", "DATA on stream 0 is a PROTOCOL_ERROR", body(0), PROTOCOL_ERROR)
answered("6.1", "padding of DATA is skipped",
         head() + frame(DATA, END_STREAM | PADDED, 1, b"\x06" + EMPTY_MESSAGE + bytes(6)))  # fmt: skip
answered("6.1", "padding of length 0 is good", head() + frame(DATA, END_STREAM | PADDED, 1, b"\0" + EMPTY_MESSAGE))
answered("6.1", "DATA of padding only is good",
         head() + frame(DATA, PADDED, 1, b"\x20" + bytes(32)) + body())  # fmt: skip
answered("6.1", "empty DATA can end a stream", head() + body(flags=0) + body(data=b""))
answered("6.1", "a message may be spread over many frames",
         head() + b"".join(body(data=b"\0", flags=0) for _ in range(5)) + body(data=b""))  # fmt: skip
connection_error("6.1", "padding as long as the payload of DATA is a PROTOCOL_ERROR",
                 head() + frame(DATA, END_STREAM | PADDED, 1, b"\x06" + bytes(5)), PROTOCOL_ERROR)  # fmt: skip
connection_error("6.1", "padded DATA without a length of padding is an error",
                 head() + frame(DATA, END_STREAM | PADDED, 1), PROTOCOL_ERROR, FRAME_SIZE_ERROR)  # fmt: skip

# Section 6.2: HEADERS

answered("6.2", "padding of HEADERS is skipped",
         frame(HEADERS, END_HEADERS | PADDED, 1, b"\x08" + FIELDS + bytes(8)) + body())  # fmt: skip
answered("6.2", "padding and priority fields of HEADERS go together",
         frame(HEADERS, END_HEADERS | PADDED | WITH_PRIORITY, 1,
               b"\x08" + bytes(4) + b"\x0f" + FIELDS + bytes(8)) + body())  # fmt: skip
connection_error("6.2", "padding longer than HEADERS is a PROTOCOL_ERROR",
                 frame(HEADERS, END_HEADERS | PADDED, 1, b"\xff" + FIELDS[:20]), PROTOCOL_ERROR)  # fmt: skip
connection_error("6.2", "HEADERS too short for their priority fields are an error",
                 frame(HEADERS, END_HEADERS | WITH_PRIORITY, 1, bytes(3)),
                 FRAME_SIZE_ERROR, PROTOCOL_ERROR)  # fmt: skip
connection_error("6.2", "HEADERS too short for their length of padding are an error",
                 frame(HEADERS, END_HEADERS | PADDED, 1), FRAME_SIZE_ERROR, PROTOCOL_ERROR)  # fmt: skip
for other, name in (
    (body(1), "DATA of the same stream"), (head(3), "HEADERS of another stream"),
    (head(1), "HEADERS of the same stream"), (priority(1), "PRIORITY"), (reset(1), "RST_STREAM"),
    (settings(), "SETTINGS"), (ping(), "PING"), (goaway(), "GOAWAY"), (window_update(0, 1), "WINDOW_UPDATE"),
    (frame(CONTINUATION, END_HEADERS, 3, LATE), "CONTINUATION of another stream"),
):  # fmt: skip
    connection_error("6.2", f"{name} inside a header block: PROTOCOL_ERROR", OPEN_BLOCK + other, PROTOCOL_ERROR)

# Section 6.3: PRIORITY

connection_error("6.3", "PRIORITY on stream 0 is a PROTOCOL_ERROR", priority(0), PROTOCOL_ERROR)
stream_error("6.3", "PRIORITY of 4 bytes is a FRAME_SIZE_ERROR",
             head() + frame(PRIORITY, 0, 1, bytes(4)), FRAME_SIZE_ERROR)  # fmt: skip
stream_error("6.3", "PRIORITY of 6 bytes is a FRAME_SIZE_ERROR",
             head() + frame(PRIORITY, 0, 1, bytes(6)), FRAME_SIZE_ERROR)  # fmt: skip

# Section 6.4: RST_STREAM

connection_error("6.4", "RST_STREAM on stream 0 is a PROTOCOL_ERROR", reset(0), PROTOCOL_ERROR)
connection_error("6.4", "RST_STREAM of 3 bytes is a FRAME_SIZE_ERROR",
                 head() + frame(RST_STREAM, 0, 1, bytes(3)), FRAME_SIZE_ERROR)  # fmt: skip
connection_error("6.4", "RST_STREAM of 5 bytes is a FRAME_SIZE_ERROR",
                 head() + frame(RST_STREAM, 0, 1, bytes(5)), FRAME_SIZE_ERROR)  # fmt: skip

# Section 6.5: SETTINGS

connection_error("6.5", "SETTINGS on a stream are a PROTOCOL_ERROR", frame(SETTINGS, 0, 1), PROTOCOL_ERROR)
connection_error("6.5", "an acknowledgement with a payload is a FRAME_SIZE_ERROR",
                 frame(SETTINGS, ACK, 0, bytes(6)), FRAME_SIZE_ERROR)  # fmt: skip
for length in (1, 5, 7):
    connection_error("6.5", f"SETTINGS of {length} bytes are a FRAME_SIZE_ERROR",
                     frame(SETTINGS, 0, 0, bytes(length)), FRAME_SIZE_ERROR)  # fmt: skip
for value in (2, 0xffff_ffff):
    connection_error("6.5.2", f"ENABLE_PUSH {value} is a PROTOCOL_ERROR",
                     settings((ENABLE_PUSH, value)), PROTOCOL_ERROR)  # fmt: skip
for value in (1 << 31, 0xffff_ffff):
    connection_error("6.5.2", f"INITIAL_WINDOW_SIZE {value} is a FLOW_CONTROL_ERROR",
                     settings((INITIAL_WINDOW_SIZE, value)), FLOW_CONTROL_ERROR)  # fmt: skip
for value in (0, 16_383, 1 << 24):
    connection_error("6.5.2", f"MAX_FRAME_SIZE {value} is a PROTOCOL_ERROR",
                     settings((MAX_FRAME_SIZE, value)), PROTOCOL_ERROR)  # fmt: skip
for name, setting, value in (
    ("ENABLE_PUSH 0", ENABLE_PUSH, 0), ("ENABLE_PUSH 1", ENABLE_PUSH, 1),
    ("MAX_CONCURRENT_STREAMS 0", MAX_CONCURRENT_STREAMS, 0),
    ("INITIAL_WINDOW_SIZE 2147483647", INITIAL_WINDOW_SIZE, 0x7fff_ffff),
    ("MAX_FRAME_SIZE 16384", MAX_FRAME_SIZE, 16_384), ("MAX_FRAME_SIZE 16777215", MAX_FRAME_SIZE, 0xff_ffff),
    ("HEADER_TABLE_SIZE 4294967295", HEADER_TABLE_SIZE, 0xffff_ffff),
):  # fmt: skip
    borne("6.5.2", f"{name} is allowed", settings((setting, value)))


def is_acknowledgement(frame):
    return isinstance(frame, SettingsFrame) and "ACK" in frame.flags


@case("6.5.3", "each SETTINGS is acknowledged")
def acknowledges_each(connection):
    connection.send(settings((ENABLE_PUSH, 0)), settings(), settings((INITIAL_WINDOW_SIZE, 70_000)))
    for _ in range(3):
        frame = connection.until(is_acknowledgement)
        expect(frame.stream_id == 0 and not frame.settings, f"{frame}")


@case("6.5.3", "of a setting given twice the last value counts")
def last_value_counts(connection):
    connection.send(settings((INITIAL_WINDOW_SIZE, 100), (INITIAL_WINDOW_SIZE, 1)), request())
    frame = connection.until(lambda frame: isinstance(frame, DataFrame))
    expect(len(frame.data) == 1, f"a frame of {len(frame.data)} bytes came through a window of 1")


# Section 6.6: PUSH_PROMISE

connection_error("6.6", "PUSH_PROMISE of a client is a PROTOCOL_ERROR",
                 head() + frame(PUSH_PROMISE, END_HEADERS, 1, b"\0\0\0\2" + FIELDS), PROTOCOL_ERROR)  # fmt: skip
connection_error("6.6", "PUSH_PROMISE on stream 0 is a PROTOCOL_ERROR",
                 frame(PUSH_PROMISE, END_HEADERS, 0, b"\0\0\0\2" + FIELDS), PROTOCOL_ERROR)  # fmt: skip

# Section 6.7: PING

for length in (0, 7, 9):
    connection_error("6.7", f"PING of {length} bytes is a FRAME_SIZE_ERROR",
                     frame(PING, 0, 0, bytes(length)), FRAME_SIZE_ERROR)  # fmt: skip
connection_error("6.7", "PING on a stream is a PROTOCOL_ERROR", frame(PING, 0, 1, bytes(8)), PROTOCOL_ERROR)


@case("6.7", "PING is answered with the same bytes, in order")
def echoes_ping(connection):
    sent = [b"first..1", b"second.2", b"\0\xff\0\xff\0\xff\0\xff"]
    connection.send(*map(ping, sent))
    for opaque in sent:
        frame = connection.until(lambda frame: isinstance(frame, PingFrame))
        expect("ACK" in frame.flags and frame.opaque_data == opaque, f"{frame} for {opaque}")


@case("6.7", "an acknowledgement of PING is not answered")
def leaves_acknowledged_ping(connection):
    connection.send(ping(b"unasked.", ACK), ping(b"asked..."))
    frame = connection.until(lambda frame: isinstance(frame, PingFrame))
    expect(frame.opaque_data == b"asked...", f"{frame}")


# Section 6.8: GOAWAY

connection_error("6.8", "GOAWAY on a stream is a PROTOCOL_ERROR", frame(GOAWAY, 0, 1, bytes(8)), PROTOCOL_ERROR)
connection_error("6.8", "GOAWAY of 7 bytes is a FRAME_SIZE_ERROR", frame(GOAWAY, 0, 0, bytes(7)), FRAME_SIZE_ERROR)
answered("6.8", "a call that runs is answered after GOAWAY", head() + goaway() + body())
answered("6.8", "GOAWAY may carry debug data", head() + goaway(debug=b"going home") + body())

# Section 6.10: CONTINUATION

answered("6.10", "a block may be spread over CONTINUATION",
         frame(HEADERS, 0, 1, FIELDS[:9]) + frame(CONTINUATION, 0, 1, FIELDS[9:40])
         + frame(CONTINUATION, END_HEADERS, 1, FIELDS[40:]) + body())  # fmt: skip
answered("6.10", "HEADERS without a fragment may begin a block",
         frame(HEADERS, 0, 1) + frame(CONTINUATION, END_HEADERS, 1, FIELDS) + body())  # fmt: skip
answered("6.10", "CONTINUATION without a fragment may end a block",
         frame(HEADERS, 0, 1, FIELDS) + frame(CONTINUATION, END_HEADERS, 1) + body())  # fmt: skip
connection_error("6.10", "CONTINUATION on stream 0 is a PROTOCOL_ERROR",
                 frame(CONTINUATION, END_HEADERS, 0, LATE), PROTOCOL_ERROR)  # fmt: skip
connection_error("6.10", "CONTINUATION after a block that has ended is a PROTOCOL_ERROR",
                 head() + frame(CONTINUATION, END_HEADERS, 1, LATE), PROTOCOL_ERROR)  # fmt: skip
connection_error("6.10", "CONTINUATION after DATA is a PROTOCOL_ERROR",
                 head() + body(flags=0) + frame(CONTINUATION, END_HEADERS, 1, LATE), PROTOCOL_ERROR)  # fmt: skip
connection_error("6.10", "CONTINUATION after the last of its block is a PROTOCOL_ERROR",
                 frame(HEADERS, 0, 1, FIELDS) + frame(CONTINUATION, END_HEADERS, 1)
                 + frame(CONTINUATION, END_HEADERS, 1, LATE), PROTOCOL_ERROR)  # fmt: skip

# Section 7: error codes

answered("7", "RST_STREAM with an unknown code is a reset",
         head() + reset(1, 0xdead_beef) + request(3), stream=3)  # fmt: skip
answered("7", "GOAWAY with an unknown code is a farewell", head() + goaway(code=0xdead_beef) + body())
