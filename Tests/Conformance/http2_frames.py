"""RFC 9113, sections 3 and 4: the preface, the format and size of frames, header blocks."""

from hyperframe.frame import SettingsFrame

from cases import expect
from catalogue import answered, bare_case, borne, case, connection_error, stream_error
from connection import Connection
from wire import *

# Section 3.4: the connection preface


@bare_case("3.4", "the server's first frame is SETTINGS, not an acknowledgement")
def first_frame(address):
    with Connection(address, handshake=False) as connection:
        connection.send(PREFACE, settings())
        frame = connection.read_frame()
        expect(isinstance(frame, SettingsFrame) and "ACK" not in frame.flags, f"{frame}")


@bare_case("3.4", "a call is answered that comes with the preface in one write")
def early_call(address):
    with Connection(address, handshake=False) as connection:
        connection.send(PREFACE, settings(), request())
        connection.expect_answer()


@bare_case("3.4", "a preface that comes byte by byte is good")
def slow_preface(address):
    with Connection(address, handshake=False) as connection:
        for byte in PREFACE + settings():
            connection.send(bytes([byte]))
        connection.send(request())
        connection.expect_answer()


def bad_preface(title, sent):
    @bare_case("3.4", title)
    def run(address):
        with Connection(address, handshake=False) as connection:
            connection.send(sent)
            connection.expect_connection_error(PROTOCOL_ERROR, FRAME_SIZE_ERROR)


bad_preface("a preface with another last line is refused", PREFACE[:-6] + b"XX\r\n\r\n" + settings())
bad_preface("a preface without a blank line is refused", b"PRI * HTTP/2.0\r\nSM\r\n\r\n" + settings() + bytes(64))
bad_preface("frames without a preface are refused", settings() + request() + bytes(64))
bad_preface("PING as first frame is refused", PREFACE + ping())
bad_preface("HEADERS as first frame are refused", PREFACE + request())
bad_preface("WINDOW_UPDATE as first frame is refused", PREFACE + window_update(0, 1))
bad_preface("an acknowledgement of SETTINGS as first frame is refused", PREFACE + frame(SETTINGS, ACK, 0))

# Section 4.1: the format of frames

UNKNOWN = 0x20
borne("4.1", "a frame of an unknown type on stream 0 is ignored", frame(UNKNOWN, 0, 0, bytes(8)))
borne("4.1", "a frame of an unknown type on an idle stream is ignored", frame(UNKNOWN, 0, 1, bytes(8)))
answered("4.1", "a frame of an unknown type inside a call is ignored",
         head() + frame(UNKNOWN, 0xff, 1, bytes(8)) + body())  # fmt: skip
borne("4.1", "an unknown frame without a payload is ignored", frame(0xfe, 0, 0))
borne("4.1", "undefined flags of PING are ignored", ping(flags=0xfe))
borne("4.1", "undefined flags of SETTINGS are ignored", frame(SETTINGS, 0xfe, 0))
borne("4.1", "undefined flags of WINDOW_UPDATE are ignored", frame(WINDOW_UPDATE, 0xff, 0, b"\0\0\0\1"))
borne("4.1", "undefined flags of PRIORITY are ignored", frame(PRIORITY, 0xff, 5, bytes(4) + b"\1"))
answered("4.1", "undefined flags of HEADERS are ignored", head(flags=END_HEADERS | 0xd2 & ~0x20) + body())
answered("4.1", "undefined flags of DATA are ignored", head() + body(flags=END_STREAM | 0xf6))
answered("4.1", "undefined flags of RST_STREAM are ignored",
         head() + frame(RST_STREAM, 0xff, 1, b"\0\0\0\x08") + request(3), stream=3)  # fmt: skip
answered("4.1", "the reserved bit of a stream identifier is ignored",
         frame(HEADERS, END_HEADERS, 0x8000_0001, block(fields())) + body())  # fmt: skip
borne("4.1", "the reserved bit of stream 0 is ignored", frame(PING, 0, 0x8000_0000, bytes(8)))

# Section 4.2: the size of frames

answered("4.2", "DATA of 16,384 bytes are taken", head() + body(data=bytes(LARGEST_FRAME)))
answered("4.2", "HEADERS of nearly 16,384 bytes are taken", request(extra=[("x-filler", "a" * 12_000)]))
stream_error("4.2", "DATA of 16,385 bytes are a FRAME_SIZE_ERROR",
             head() + body(data=bytes(LARGEST_FRAME + 1)), FRAME_SIZE_ERROR)  # fmt: skip
for kind, name in ((HEADERS, "HEADERS"), (SETTINGS, "SETTINGS"), (CONTINUATION, "CONTINUATION"),
                   (PUSH_PROMISE, "PUSH_PROMISE"), (UNKNOWN, "an unknown frame")):  # fmt: skip
    stream = 0 if kind == SETTINGS else 1
    before = frame(HEADERS, 0, 1, block(fields())) if kind == CONTINUATION else b""
    connection_error("4.2", f"{name} over 16,384 bytes: FRAME_SIZE_ERROR",
                     before + frame(kind, 0, stream, bytes(16_390)),
                     FRAME_SIZE_ERROR, PROTOCOL_ERROR)  # fmt: skip
connection_error("4.2", "a frame that announces 16 MiB is refused at once",
                 frame(HEADERS, END_HEADERS, 1, bytes(100), length=0xff_ffff), FRAME_SIZE_ERROR)  # fmt: skip

# Section 4.3: header blocks

connection_error("4.3", "a block that cannot be decompressed is a COMPRESSION_ERROR",
                 frame(HEADERS, END_HEADERS | END_STREAM, 1, b"\xff\xff\xff\xff\xff\xff"),
                 COMPRESSION_ERROR)  # fmt: skip
connection_error("4.3", "a block that ends inside a field is a COMPRESSION_ERROR",
                 frame(HEADERS, END_HEADERS | END_STREAM, 1, block(fields())[:-3]), COMPRESSION_ERROR)  # fmt: skip
connection_error("4.3", "trailers that cannot be decompressed are a COMPRESSION_ERROR",
                 head() + frame(HEADERS, END_HEADERS | END_STREAM, 1, b"\x00\x85\xf2"), COMPRESSION_ERROR)  # fmt: skip


@case("4.3", "fields of a call that was reset still enter the table")
def table_of_reset_call(connection):
    inserted = block(fields(without=[":path"])) + literal(":path", EMPTY_CALL, INCREMENTAL)
    connection.send(frame(HEADERS, END_HEADERS, 1, inserted) + reset(1))
    reused = block(fields(without=[":path"])[:3]) + integer(62, 7, INDEXED) + block(fields()[4:])
    connection.send(frame(HEADERS, END_HEADERS, 3, reused), body(3))
    connection.expect_answer(3)
