"""Bytes of HTTP/2 as they are, also wrong ones: frames (RFC 9113) and header blocks (RFC 7541)."""

import struct

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
LARGEST_FRAME = 16_384
DEFAULT_WINDOW = 65_535

(DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE,
 PING, GOAWAY, WINDOW_UPDATE, CONTINUATION) = range(10)  # fmt: skip

END_STREAM, ACK, END_HEADERS, PADDED, WITH_PRIORITY = 0x1, 0x1, 0x4, 0x8, 0x20

(NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, FLOW_CONTROL_ERROR, SETTINGS_TIMEOUT, STREAM_CLOSED,
 FRAME_SIZE_ERROR, REFUSED_STREAM, CANCEL, COMPRESSION_ERROR, CONNECT_ERROR,
 ENHANCE_YOUR_CALM) = range(12)  # fmt: skip

(HEADER_TABLE_SIZE, ENABLE_PUSH, MAX_CONCURRENT_STREAMS, INITIAL_WINDOW_SIZE, MAX_FRAME_SIZE,
 MAX_HEADER_LIST_SIZE) = range(1, 7)  # fmt: skip

# Representations of a header field (RFC 7541, section 6).
INDEXED, INCREMENTAL, SIZE_UPDATE, NEVER_INDEXED, NOT_INDEXED = 0x80, 0x40, 0x20, 0x10, 0x00

PATH = "/grpc.testing.TestService/"
EMPTY_CALL = PATH + "EmptyCall"
UNARY_CALL = PATH + "UnaryCall"
EMPTY_MESSAGE = bytes(5)


def frame(kind, flags, stream, payload=b"", length=None):
    """One frame; `length` is what the header says when that is to be another than the payload's."""
    size = len(payload) if length is None else length
    return struct.pack(">I", size)[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def settings(*pairs):
    return frame(SETTINGS, 0, 0, b"".join(struct.pack(">HI", *pair) for pair in pairs))


def window_update(stream, increment):
    return frame(WINDOW_UPDATE, 0, stream, struct.pack(">I", increment))


def reset(stream, code=CANCEL):
    return frame(RST_STREAM, 0, stream, struct.pack(">I", code))


def ping(opaque=b"trunklin", flags=0):
    return frame(PING, flags, 0, opaque)


def goaway(last_stream=0, code=NO_ERROR, debug=b""):
    return frame(GOAWAY, 0, 0, struct.pack(">II", last_stream, code) + debug)


def priority(stream, parent=0, weight=15):
    return frame(PRIORITY, 0, stream, struct.pack(">IB", parent, weight))


def integer(value, prefix_bits, flags=0):
    """RFC 7541, section 5.1."""
    most = (1 << prefix_bits) - 1
    if value < most:
        return bytes([flags | value])
    encoded, value = bytearray([flags | most]), value - most
    while value >= 128:
        encoded.append(value & 127 | 128)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def string(text):
    data = text if isinstance(text, bytes) else text.encode("latin-1")
    return integer(len(data), 7) + data


def literal(name, value, kind=NOT_INDEXED):
    """A field whose name is written out, or the index of one in the tables."""
    bits = 6 if kind == INCREMENTAL else 4
    head = integer(name, bits, kind) if isinstance(name, int) else bytes([kind]) + string(name)
    return head + string(value)


def block(fields):
    return b"".join(literal(name, value) for name, value in fields)


def fields(path=EMPTY_CALL, extra=(), without=()):
    """The header fields of a call, less those named in `without`, and those in `extra` at the end."""
    usual = [
        (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
        ("te", "trailers"), ("content-type", "application/grpc"),
    ]  # fmt: skip
    return [field for field in usual if field[0] not in without] + list(extra)


def head(stream=1, extra=(), flags=END_HEADERS, without=(), path=EMPTY_CALL):
    return frame(HEADERS, flags, stream, block(fields(path, extra, without)))


def body(stream=1, data=EMPTY_MESSAGE, flags=END_STREAM):
    return frame(DATA, flags, stream, data)


def request(stream=1, **parts):
    """A call that every server under test answers."""
    return head(stream, **parts) + body(stream)


def message(data, compressed=0):
    return struct.pack(">BI", compressed, len(data)) + data


def varint(value):
    encoded = bytearray()
    while value >= 128:
        encoded.append(value & 127 | 128)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def asking_for(byte_count):
    """A SimpleRequest whose answer's payload has that many bytes (`response_size` is field 2)."""
    return message(b"\x10" + varint(byte_count))
