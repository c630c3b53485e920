"""PROTOCOL-HTTP2.md, "Length-Prefixed-Message" and "Custom-Metadata"."""

import base64

from cases import expect
from grpc_table import *
from wire import *

# Requests: Length-Prefixed-Message

status("Length-Prefixed-Message", "an empty message is a message", call(data=EMPTY_MESSAGE), OK)
status("Length-Prefixed-Message", "a message in five DATA frames is one",
       head() + b"".join(body(data=b"\0", flags=0) for _ in range(4)) + body(data=b"\0"), OK)  # fmt: skip
for length in range(1, 5):
    status("Length-Prefixed-Message", f"a prefix cut off after {length} bytes is INTERNAL",
           call(data=bytes(length)), INTERNAL)  # fmt: skip
status("Length-Prefixed-Message", "a message cut off is INTERNAL", call(data=bytes(4) + b"\x05abc"), INTERNAL)
status("Length-Prefixed-Message", "a message over the limit is RESOURCE_EXHAUSTED",
       call(data=b"\0\x7f\xff\xff\xff"), RESOURCE_EXHAUSTED)  # fmt: skip
status("Length-Prefixed-Message", "a length of 4 GiB is RESOURCE_EXHAUSTED, before it comes",
       head() + body(data=b"\0\xff\xff\xff\xff", flags=0), RESOURCE_EXHAUSTED)  # fmt: skip
status("Length-Prefixed-Message", "no message for a unary call is UNIMPLEMENTED", call(data=b""), UNIMPLEMENTED)
status("Length-Prefixed-Message", "no DATA at all for a unary call is UNIMPLEMENTED",
       head(flags=END_HEADERS | END_STREAM), UNIMPLEMENTED)  # fmt: skip
status("Length-Prefixed-Message", "two messages for a unary call are UNIMPLEMENTED",
       call(data=EMPTY_MESSAGE * 2), UNIMPLEMENTED)  # fmt: skip
status("Length-Prefixed-Message", "two messages in two frames are UNIMPLEMENTED",
       head() + body(flags=0) + body(), UNIMPLEMENTED)  # fmt: skip
status("Length-Prefixed-Message", "half a second message is an error",
       call(data=EMPTY_MESSAGE + b"\0\0"), INTERNAL)  # fmt: skip
status("Length-Prefixed-Message", "no message for a client stream is OK", call(INPUT_CALL, b""), OK)
status("Length-Prefixed-Message", "many messages for a client stream are OK", call(INPUT_CALL, EMPTY_MESSAGE * 50), OK)
status("Length-Prefixed-Message", "the end in an empty DATA frame is OK",
       head() + body(flags=0) + body(data=b""), OK)  # fmt: skip
status("Length-Prefixed-Message", "the end in trailers is OK",
       head() + body(flags=0) + frame(HEADERS, END_HEADERS | END_STREAM, 1, block([("x-end", "1")])), OK)  # fmt: skip
for data, title in ((b"\x10", "a field cut off"), (b"\x00\x01", "field number 0"),
                    (b"\x0f\x01", "an unknown wire type"),
                    (b"\x1a\x7fabc", "a length beyond the end"), (b"\x10" + b"\xff" * 11, "an endless varint"),
                    (b"\x0c", "an end of a group without its beginning")):  # fmt: skip
    status("Length-Prefixed-Message", f"a message with {title} is INVALID_ARGUMENT",
           call(UNARY_CALL, message(data)), INVALID_ARGUMENT)  # fmt: skip
status("Length-Prefixed-Message", "unknown fields are skipped", call(data=message(b"\xf8\x3f\x01\xfa\x3f\x01a")), OK)

# Requests: Custom-Metadata


@case("Custom-Metadata", "ASCII metadata comes back in the initial metadata")
def echoes_metadata(connection):
    connection.send(call(extra=[(ECHO, "test_initial_metadata_value")]))
    answer = connection.expect_answer()
    expect(answer.sections[0].get(ECHO) == "test_initial_metadata_value", f"{answer.sections}")


for data in (b"\xab\xab\xab", b"\xab", b"\xab\xcd", b"", bytes(range(256))):
    for padded in (True, False):
        text = base64.b64encode(data).decode()
        text = text if padded else text.rstrip("=")

        @case("Custom-Metadata", f"{len(data)} bytes in -bin come back, {'with' if padded else 'without'} padding")
        def echoes_bytes(connection, text=text, data=data):
            connection.send(call(extra=[(ECHO_BIN, text)]))
            answer = connection.expect_answer()
            expect_status(answer, OK)
            echoed = answer.sections[-1].get(ECHO_BIN) or ""
            expect(base64.b64decode(echoed + "=" * (-len(echoed) % 4)) == data, f"{echoed!r}")


status("Custom-Metadata", "a name may come twice", call(extra=[("x-twice", "1"), ("x-twice", "2")]), OK)
status("Custom-Metadata", "an unknown grpc- name is borne", call(extra=[("grpc-future", "1")]), OK)
status("Custom-Metadata", "100 names are taken", call(extra=[(f"x-name-{n}", "1") for n in range(100)]), OK)
status("Custom-Metadata", "metadata over the limit is RESOURCE_EXHAUSTED",
       frame(HEADERS, 0, 1, block(fields(extra=[("x-large", "a" * 12_000)])))
       + frame(CONTINUATION, END_HEADERS, 1, block([("x-larger", "b" * 12_000)])) + body(),
       RESOURCE_EXHAUSTED)  # fmt: skip
