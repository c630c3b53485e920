"""RFC 9113, sections 5.2 and 6.9: flow control in both directions."""

from hyperframe.frame import DataFrame, WindowUpdateFrame

from cases import expect
from catalogue import borne, case, connection_error, stream_error
from wire import *

LARGE = 100_000
LARGEST_WINDOW = 0x7fff_ffff


def large_call(stream=1):
    """A call whose answer has more than LARGE bytes."""
    return head(stream, path=UNARY_CALL) + body(stream, asking_for(LARGE))


connection_error("6.9", "WINDOW_UPDATE of 3 bytes is a FRAME_SIZE_ERROR",
                 frame(WINDOW_UPDATE, 0, 0, bytes(3)), FRAME_SIZE_ERROR)  # fmt: skip
connection_error("6.9", "WINDOW_UPDATE of 5 bytes is a FRAME_SIZE_ERROR",
                 frame(WINDOW_UPDATE, 0, 0, b"\0\0\0\1\0"), FRAME_SIZE_ERROR)  # fmt: skip
connection_error("6.9", "an increment of 0 for the connection is a PROTOCOL_ERROR",
                 window_update(0, 0), PROTOCOL_ERROR)  # fmt: skip
stream_error("6.9", "an increment of 0 for a stream is a PROTOCOL_ERROR",
             head() + window_update(1, 0), PROTOCOL_ERROR)  # fmt: skip
connection_error("6.9", "an increment of 0 with the reserved bit is a PROTOCOL_ERROR",
                 window_update(0, 0x8000_0000), PROTOCOL_ERROR)  # fmt: skip
borne("6.9", "the reserved bit of an increment is ignored", window_update(0, 0x8000_0001))
borne("6.9.1", "a window may be as large as 2^31-1", window_update(0, LARGEST_WINDOW - 65_535))
connection_error("6.9.1", "a connection's window over 2^31-1 is a FLOW_CONTROL_ERROR",
                 window_update(0, LARGEST_WINDOW), FLOW_CONTROL_ERROR)  # fmt: skip
connection_error("6.9.1", "a connection's window that grows over 2^31-1 in steps is a FLOW_CONTROL_ERROR",
                 window_update(0, LARGEST_WINDOW - 65_535) + window_update(0, 1), FLOW_CONTROL_ERROR)  # fmt: skip
stream_error("6.9.1", "a stream's window over 2^31-1 is a FLOW_CONTROL_ERROR",
             head() + window_update(1, LARGEST_WINDOW), FLOW_CONTROL_ERROR)  # fmt: skip
stream_error("6.9.1", "a stream's window that grows over 2^31-1 in steps is a FLOW_CONTROL_ERROR",
             head() + window_update(1, LARGEST_WINDOW - 65_535) + window_update(1, 1), FLOW_CONTROL_ERROR)  # fmt: skip


def data_bytes(frames):
    return sum(frame.flow_controlled_length for frame in frames if isinstance(frame, DataFrame))


@case("6.9.1", "a window of 1 lets one byte through", ((INITIAL_WINDOW_SIZE, 1),))
def window_of_one(connection):
    connection.send(large_call())
    arrived = data_bytes(connection.all_frames(0.4))
    expect(arrived == 1, f"{arrived} bytes came")


@case("6.9.1", "a window of 0 lets nothing through", ((INITIAL_WINDOW_SIZE, 0),))
def window_of_none(connection):
    connection.send(large_call())
    arrived = data_bytes(connection.all_frames(0.4))
    expect(arrived == 0, f"{arrived} bytes came")


@case("6.9.1", "all streams together keep to the connection's window", ((INITIAL_WINDOW_SIZE, LARGEST_WINDOW),))
def window_of_connection(connection):
    connection.send(large_call(1), large_call(3))
    arrived = data_bytes(connection.all_frames(0.5))
    expect(arrived == 65_535, f"{arrived} bytes came through a window of 65,535")


@case("6.9.1", "what WINDOW_UPDATE allows is sent, and no more", ((INITIAL_WINDOW_SIZE, 0),))
def follows_updates(connection):
    connection.send(large_call())
    for increment in (1, 1_000, 20_000):
        connection.send(window_update(1, increment))
        arrived = data_bytes(connection.all_frames(0.3))
        expect(arrived == increment, f"{arrived} bytes came for an increment of {increment}")


@case("6.9.1", "a large answer comes whole, in frames of at most 16,384 bytes")
def large_answer(connection):
    connection.send(window_update(0, 1_000_000), settings((INITIAL_WINDOW_SIZE, 1_000_000)), large_call())
    frames = []

    def is_last(frame):
        frames.append(frame)
        return frame.stream_id == 1 and "END_STREAM" in frame.flags

    connection.until(is_last)
    largest = max((frame.flow_controlled_length for frame in frames if isinstance(frame, DataFrame)), default=0)
    expect(data_bytes(frames) >= LARGE and largest <= LARGEST_FRAME, f"the largest frame has {largest} bytes")


@case("6.9.2", "a larger INITIAL_WINDOW_SIZE opens streams that wait", ((INITIAL_WINDOW_SIZE, 0),))
def larger_initial_window(connection):
    connection.send(large_call())
    connection.all_frames(0.2)
    connection.send(settings((INITIAL_WINDOW_SIZE, 3)))
    arrived = data_bytes(connection.all_frames(0.3))
    expect(arrived == 3, f"{arrived} bytes came")


@case("6.9.2", "a window that became negative must be made good first", ((INITIAL_WINDOW_SIZE, 3),))
def negative_window(connection):
    connection.send(large_call())
    arrived = data_bytes(connection.all_frames(0.3))
    expect(arrived == 3, f"{arrived} bytes came through a window of 3")
    connection.send(settings((INITIAL_WINDOW_SIZE, 2)), window_update(1, 1))
    arrived = data_bytes(connection.all_frames(0.3))
    expect(arrived == 0, f"{arrived} bytes came through a window of 0")
    connection.send(window_update(1, 1))
    arrived = data_bytes(connection.all_frames(0.3))
    expect(arrived == 1, f"{arrived} bytes came through a window of 1")


connection_error("6.9.2", "INITIAL_WINDOW_SIZE that makes a window overflow is a FLOW_CONTROL_ERROR",
                 head() + window_update(1, LARGEST_WINDOW - 65_535) + settings((INITIAL_WINDOW_SIZE, 65_536)),
                 FLOW_CONTROL_ERROR)  # fmt: skip


@case("6.9.2", "INITIAL_WINDOW_SIZE leaves the connection's window alone")
def initial_window_is_for_streams(connection):
    connection.send(settings((INITIAL_WINDOW_SIZE, 200_000)), large_call())
    arrived = data_bytes(connection.all_frames(0.5))
    expect(arrived == 65_535, f"{arrived} bytes came through a window of 65,535")


@case("5.2.2", "padding is given back to both windows")
def padding_is_given_back(connection):
    connection.send(head(path=PATH + "StreamingInputCall"))
    padded, sent = frame(DATA, PADDED, 1, b"\xc8" + EMPTY_MESSAGE * 11 + bytes(200)) * 100, 0
    while sent < 2_000_000:
        if min(connection.room(0), connection.room(1)) - sent < 25_600:
            connection.until(lambda frame: isinstance(frame, WindowUpdateFrame))
        else:
            connection.send(padded)
            sent += 25_600
    connection.send(body())
    connection.expect_answer()
