"""PROTOCOL-HTTP2.md, "Responses", and what ends calls and connections."""

import base64

from hyperframe.frame import DataFrame, HeadersFrame, RstStreamFrame

from cases import expect
from grpc_table import *
from wire import *

# Responses


@case("Responses", "an answer is headers, data and trailers that end the stream")
def form_of_answer(connection):
    connection.send(call(UNARY_CALL, asking_for(3)))
    kinds = []
    connection.until(lambda frame: kinds.append(frame) or "END_STREAM" in frame.flags)
    kinds = [type(frame) for frame in kinds if frame.stream_id == 1]
    expect(kinds == [HeadersFrame, DataFrame, HeadersFrame], f"{kinds}")


@case("Responses", "messages of a stream come as they were asked for, in order")
def sizes_of_stream(connection):
    sizes = (1, 0, 70_000, 3)
    asked = b"".join(b"\x12" + bytes([1 + len(varint(size))]) + b"\x08" + varint(size) for size in sizes)
    connection.send(window_update(0, 1 << 20), settings((INITIAL_WINDOW_SIZE, 1 << 20)))
    connection.send(call(OUTPUT_CALL, message(asked)))
    answer, came = connection.expect_answer(), []
    expect_status(answer, OK)
    while answer.data:
        length = int.from_bytes(answer.data[1:5], "big")
        came.append(length)
        answer.data = answer.data[5 + length :]
    expect(came == [answer_bytes(size) for size in sizes], f"messages of {came} bytes")


def answer_bytes(size):
    """The length of a StreamingOutputCallResponse whose payload has a body of `size` bytes."""
    payload = 1 + len(varint(size)) + size if size else 0
    return 1 + len(varint(payload)) + payload


def expect_status_of_trailers(connection):
    """For a call whose headers were read already."""
    frame = connection.until(lambda frame: isinstance(frame, HeadersFrame) and "END_STREAM" in frame.flags)
    expect(frame.section.get("grpc-status") == "0", f"{frame.section}")


@case("Responses", "the first answer of a stream does not wait for the end of the request")
def duplex(connection):
    connection.send(head(path=DUPLEX_CALL), body(data=message(b"\x12\x02\x08\x01"), flags=0))
    connection.until(lambda frame: isinstance(frame, DataFrame) and frame.stream_id == 1)
    connection.send(body(data=b""))
    expect_status_of_trailers(connection)


@case("Responses", "after an early answer RST_STREAM with NO_ERROR stops the request")
def early_answer(connection):
    connection.send(head(path=PATH + "NoSuchCall"))
    connection.until(lambda frame: isinstance(frame, HeadersFrame) and "END_STREAM" in frame.flags)
    frame = connection.until(lambda frame: isinstance(frame, RstStreamFrame))
    expect(frame.error_code == NO_ERROR, f"code {frame.error_code}")
    connection.send(body(), request(3))
    connection.expect_answer(3)


# Responses: Status and Status-Message


def asking_for_status(code, text=""):
    """A SimpleRequest with `response_status` (field 7): code and message."""
    encoded = text.encode()
    echo = b"\x08" + varint(code) + b"\x12" + varint(len(encoded)) + encoded
    return message(b"\x3a" + varint(len(echo)) + echo)


for code in range(1, 17):
    status("Status", f"a handler's status {code} is sent as it is", call(UNARY_CALL, asking_for_status(code)), code)
status("Status", "a handler's status that does not exist is UNKNOWN", call(UNARY_CALL, asking_for_status(99)), UNKNOWN)

for text, sent in (
    ("plain text", "plain text"), ("100%", "100%25"), ("a\nb\tc", "a%0Ab%09c"), ("caf\u00e9", "caf%C3%A9"),
    ("\U0001f600", "%F0%9F%98%80"), ("~ !\"#&'()*+,-./", "~ !\"#&'()*+,-./"), ("\x7f\x1f", "%7F%1F"),
    ("%20", "%2520"), ("\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n",
     "%09%0Atest with whitespace%0D%0Aand Unicode BMP %E2%98%BA and non-BMP %F0%9F%98%88%09%0A"),
    (" x ", "%20x%20"),
):  # fmt: skip
    @case("Status-Message", f"{text!r} is percent-encoded as {sent!r}")
    def encodes_message(connection, text=text, sent=sent):
        connection.send(call(UNARY_CALL, asking_for_status(UNKNOWN, text)))
        answer = connection.expect_answer()
        expect_status(answer, UNKNOWN)
        expect(answer["grpc-message"] == sent, f"{answer['grpc-message']!r}")


@case("Status-Details", "a refusal carries google.rpc.Status with the same code")
def status_details(connection):
    connection.send(call(PATH + "NoSuchCall"))
    text = connection.expect_answer()["grpc-status-details-bin"] or ""
    details = base64.b64decode(text + "=" * (-len(text) % 4))
    expect(details[:2] == bytes([0x08, UNIMPLEMENTED]), f"{details[:8]}")


# Errors, and the end of connections


@case("Errors", "a call that is cancelled is over, and the connection goes on")
def cancel(connection):
    connection.send(head(path=DUPLEX_CALL), reset(1, CANCEL), request(3))
    expect_status(connection.expect_answer(3), OK)


@case("Errors", "a message after the answer has ended is ignored")
def message_after_answer(connection):
    connection.send(head(path=PATH + "NoSuchCall"), body(flags=0), body(flags=0), body(), request(3))
    expect_status(connection.expect_answer(3), OK)


@case("Errors", "a client that sends beyond its window gets FLOW_CONTROL_ERROR", ((INITIAL_WINDOW_SIZE, 0),))
def beyond_window(connection):
    asked = message(b"\x12\x04\x08\x80\x80\x10")  # 262,144 bytes, which may not be sent
    connection.send(head(path=DUPLEX_CALL), body(data=asked * 4, flags=0))
    connection.send(body(data=bytes(16_000), flags=0) * 70)
    connection.expect_stream_error(1, FLOW_CONTROL_ERROR)


@case("Connection", "calls on many streams are answered each")
def many_streams(connection):
    streams = range(1, 201, 2)
    connection.send(*map(request, streams))
    pending = set(streams)
    while pending:
        frame = connection.until(lambda frame: isinstance(frame, HeadersFrame) and "END_STREAM" in frame.flags)
        expect(frame.section.get("grpc-status") == "0", f"{frame.section}")
        pending.discard(frame.stream_id)
