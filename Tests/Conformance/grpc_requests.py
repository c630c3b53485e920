"""PROTOCOL-HTTP2.md, "Requests": the headers of a call."""

import gzip

from cases import expect
from grpc_table import *
from wire import *

# Requests: Call-Definition

status("Path", "a method that exists is called", call(), OK)
status("Path", "an unknown method is UNIMPLEMENTED", call(PATH + "NoSuchCall"), UNIMPLEMENTED)
status("Path", "an unknown service is UNIMPLEMENTED", call("/no.such.Service/Call"), UNIMPLEMENTED)
status("Path", "names are told apart by case", call(PATH + "emptycall"), UNIMPLEMENTED)
for path in ("/", "//", "/EmptyCall", "/grpc.testing.TestService/", EMPTY_CALL + "/", "/a" + EMPTY_CALL,
             EMPTY_CALL + "?x=1"):  # fmt: skip
    status("Path", f"the path {path} is UNIMPLEMENTED", call(path), UNIMPLEMENTED)
status("Path", "a path of 4,000 bytes is UNIMPLEMENTED", call("/" + "a" * 4_000), UNIMPLEMENTED)
for method in ("GET", "PUT", "DELETE", "HEAD", "OPTIONS", "post"):
    http_status("Method", f"{method} is answered with 405",
                frame(HEADERS, END_HEADERS | END_STREAM, 1,
                      block([(":method", method)]) + block(fields(without=[":method"]))), 405)  # fmt: skip
status("TE", "a call without te is answered", call(without=["te"]), OK)
status("Scheme", "https in clear text, behind a proxy, is answered",
       frame(HEADERS, END_HEADERS, 1, block([(":scheme", "https")]) + block(fields(without=[":scheme"]))) + body(),
       OK)  # fmt: skip
status("Authority", "host can stand for :authority", call(extra=[("host", "localhost")], without=[":authority"]), OK)

# Requests: Timeout

for value in ("1H", "1M", "20S", "9000m", "9000000u", "99999999n", "00000020S", "99999999H", "99999999M"):
    status("Timeout", f"grpc-timeout {value} leaves time enough", call(extra=[("grpc-timeout", value)]), OK)
for value in ("0n", "1n", "0S", "0H", "1u"):
    status("Timeout", f"grpc-timeout {value} has passed: DEADLINE_EXCEEDED",
           call(extra=[("grpc-timeout", value)]), DEADLINE_EXCEEDED)  # fmt: skip
for value in ("", "S", "1", "100000000S", "1s", "1h", "1 S", "1SS", "-1S", "+1S", "1.5S", "1Sm", "0x1S",
              "1\xb5"):  # fmt: skip
    status("Timeout", f"grpc-timeout {value!r} is malformed: INTERNAL",
           call(extra=[("grpc-timeout", value)]), INTERNAL)  # fmt: skip


@case("Timeout", "a handler that is late is cut off at the deadline")
def late_handler(connection):
    slow = message(b"\x12\x06\x08\x01\x10" + varint(1_500_000))
    connection.send(call(OUTPUT_CALL, slow, [("grpc-timeout", "100m")]))
    expect_status(connection.expect_answer(), DEADLINE_EXCEEDED)


@case("Timeout", "a request that is never sent whole ends at the deadline")
def late_request(connection):
    connection.send(head(extra=[("grpc-timeout", "100m")]))
    expect_status(connection.expect_answer(), DEADLINE_EXCEEDED)


# Requests: Content-Type

for value in ("application/grpc", "application/grpc+proto", "application/grpc;charset=utf-8",
              "application/grpc+proto;x=y"):  # fmt: skip
    status("Content-Type", f"{value} is taken",
           call(extra=[("content-type", value)], without=["content-type"]), OK)  # fmt: skip
for value in ("application/json", "text/plain", "application/grpcx", "application/grp", "", "grpc",
              "application/x-protobuf", "text/html; application/grpc"):  # fmt: skip
    http_status("Content-Type", f"{value!r} is answered with 415",
                call(extra=[("content-type", value)], without=["content-type"]), 415)  # fmt: skip
http_status("Content-Type", "a request without it is answered with 415", call(without=["content-type"]), 415)


@case("Content-Type", "answers are application/grpc, also those of errors")
def content_type_of_answers(connection):
    for stream, path in ((1, EMPTY_CALL), (3, PATH + "NoSuchCall")):
        connection.send(request(stream, path=path))
        answer = connection.expect_answer(stream)
        expect(answer["content-type"].startswith("application/grpc"), f"{answer['content-type']}")


# Requests: Message-Encoding

GZIPPED = message(gzip.compress(b""), compressed=1)
status("Message-Encoding", "identity is taken", call(extra=[("grpc-encoding", "identity")]), OK)
status("Message-Encoding", "a gzip message is taken", call(data=GZIPPED, extra=[("grpc-encoding", "gzip")]), OK)
status("Message-Encoding", "with gzip a message may stay plain", call(extra=[("grpc-encoding", "gzip")]), OK)
for value in ("br", "zstd", "snappy", "deflate", "GZIP", "gzip,identity"):
    status("Message-Encoding", f"{value} is UNIMPLEMENTED", call(extra=[("grpc-encoding", value)]), UNIMPLEMENTED)


@case("Message-Encoding", "an unsupported encoding is answered with those that are")
def names_encodings(connection):
    connection.send(call(extra=[("grpc-encoding", "br")]))
    accepted = connection.expect_answer()["grpc-accept-encoding"] or ""
    expect({"identity", "gzip"} <= set(accepted.replace(" ", "").split(",")), f"grpc-accept-encoding {accepted!r}")


status("Compressed-Flag", "a compressed message without grpc-encoding is INTERNAL", call(data=GZIPPED), INTERNAL)
status("Compressed-Flag", "a compressed message with identity is INTERNAL",
       call(data=GZIPPED, extra=[("grpc-encoding", "identity")]), INTERNAL)  # fmt: skip
status("Compressed-Flag", "a message that is no gzip is INTERNAL",
       call(data=message(b"not gzip", 1), extra=[("grpc-encoding", "gzip")]), INTERNAL)  # fmt: skip
status("Compressed-Flag", "gzip that is cut off is INTERNAL",
       call(data=message(gzip.compress(b"")[:-4], 1), extra=[("grpc-encoding", "gzip")]), INTERNAL)  # fmt: skip
for flag in (2, 3, 128, 255):
    status("Compressed-Flag", f"the flag {flag} is INTERNAL", call(data=bytes([flag]) + bytes(4)), INTERNAL)

BOMB = message(gzip.compress(b"\x1a\x80\x80\x80\x20" + bytes(64 << 20)), 1)
status("Compressed-Flag", "a message that expands to 64 MiB is RESOURCE_EXHAUSTED",
       head(path=UNARY_CALL, extra=[("grpc-encoding", "gzip")])
       + b"".join(body(data=BOMB[at : at + 16_000], flags=0) for at in range(0, len(BOMB), 16_000))
       + body(data=b""), RESOURCE_EXHAUSTED)  # fmt: skip


@case("Message-Accept-Encoding", "answers are compressed only for those who say that they read it")
def compresses_for_readers(connection):
    wanted = message(b"\x10\x40\x32\x02\x08\x01")  # response_size 64, response_compressed true
    readers = head(3, path=UNARY_CALL, extra=[("grpc-accept-encoding", "identity,gzip")])
    connection.send(call(UNARY_CALL, wanted))
    plain = connection.expect_answer(1)
    connection.send(readers, body(3, wanted))
    compressed = connection.expect_answer(3)
    expect(plain.data[0] == 0 and plain["grpc-encoding"] in (None, "identity"), "compressed unasked")
    expect(compressed.data[0] == 1 and compressed["grpc-encoding"] == "gzip", "not compressed")
    gzip.decompress(compressed.data[5:])
