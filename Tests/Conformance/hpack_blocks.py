"""RFC 7541: what a header block may hold."""

from cases import expect
from catalogue import answered, case, connection_error
from wire import *

BEFORE = block(fields())
END = END_HEADERS | END_STREAM


def error(section, title, fragment):
    """A block that is sound up to `fragment`."""
    connection_error(section, title, frame(HEADERS, END, 1, BEFORE + fragment), COMPRESSION_ERROR)


def good(section, title, fragment):
    answered(section, title, frame(HEADERS, END_HEADERS, 1, fragment) + body())


# Section 2.3: the tables

good("2.3.1", "fields of the static table can be used whole",
     integer(3, 7, INDEXED) + integer(6, 7, INDEXED) + block(fields(without=[":method", ":scheme"])))  # fmt: skip
good("2.3.1", "names of the static table can be used",
     block([(":method", "POST"), (":scheme", "http")]) + literal(4, EMPTY_CALL) + literal(1, "localhost")
     + literal(31, "application/grpc") + block([("te", "trailers")]))  # fmt: skip
good("2.3.1", "the last entry of the static table can be used", BEFORE + literal(61, "anything"))
error("2.3.3", "an index one above the static table is an error", integer(62, 7, INDEXED))
error("2.3.3", "an index far above the tables is an error", integer(70_000, 7, INDEXED))
for kind, name in ((INCREMENTAL, "with incremental indexing"), (NOT_INDEXED, "without indexing"),
                   (NEVER_INDEXED, "never indexed")):  # fmt: skip
    error("2.3.3", f"a name's index above the tables is an error, {name}", literal(90, "1", kind))
error("6.1", "index 0 is an error", b"\x80")


def two_calls(section, title, first, second):
    """The block of the second call uses what the first one put into the table."""

    @case(section, title)
    def run(connection):
        connection.send(frame(HEADERS, END_HEADERS, 1, first), body())
        connection.expect_answer()
        connection.send(frame(HEADERS, END_HEADERS, 3, second), body(3))
        connection.expect_answer(3)


INSERTED = literal("x-trunkline", "1", INCREMENTAL)
REUSED = BEFORE + integer(62, 7, INDEXED)
two_calls("2.3.2", "an entry of the dynamic table lasts over calls", BEFORE + INSERTED, REUSED)
two_calls("2.3.2", "the newest entry has the lowest index",
          BEFORE + literal("x-first", "1", INCREMENTAL) + literal("x-second", "2", INCREMENTAL),
          BEFORE + integer(63, 7, INDEXED) + integer(62, 7, INDEXED))  # fmt: skip
two_calls("2.3.2", "an entry may be in the table twice", BEFORE + INSERTED + INSERTED,
          BEFORE + integer(62, 7, INDEXED) + integer(63, 7, INDEXED))  # fmt: skip
two_calls("4.4", "an entry larger than the table empties it, and is no error",
          BEFORE + INSERTED + literal("x-large", "a" * 5_000, INCREMENTAL), BEFORE)  # fmt: skip


def error_after(section, title, first, second):
    @case(section, title)
    def run(connection):
        connection.send(frame(HEADERS, END_HEADERS, 1, first), body())
        connection.expect_answer()
        connection.send(frame(HEADERS, END, 3, second))
        connection.expect_connection_error(COMPRESSION_ERROR)


error_after("4.4", "an index of what an oversized entry evicted is an error",
            BEFORE + INSERTED + literal("x-large", "a" * 5_000, INCREMENTAL), REUSED)  # fmt: skip
error_after("4.4", "an index of what newer entries evicted is an error",
            BEFORE + INSERTED + literal("x-a", "a" * 3_000, INCREMENTAL) + literal("x-b", "b" * 3_000, INCREMENTAL),
            BEFORE + integer(63, 7, INDEXED))  # fmt: skip
for kind, name in ((NOT_INDEXED, "without indexing"), (NEVER_INDEXED, "never indexed")):
    error_after("6.2", f"a field {name} does not enter the table", BEFORE + literal("x-plain", "1", kind), REUSED)
    good("6.2", f"a field {name} with a name from the table is taken", BEFORE + literal(58, "curl", kind))
good("6.2.1", "a field with incremental indexing and a name from the table is taken",
     BEFORE + literal(58, "curl", INCREMENTAL))  # fmt: skip

# Sections 4.2 and 6.3: the size of the dynamic table

good("4.2", "the table may be made smaller at the beginning of a block", integer(100, 5, SIZE_UPDATE) + BEFORE)
good("4.2", "the table may be made smaller and larger again",
     integer(0, 5, SIZE_UPDATE) + integer(4_096, 5, SIZE_UPDATE) + BEFORE)  # fmt: skip
error("4.2", "a size of the table after a field is an error", integer(100, 5, SIZE_UPDATE))
connection_error("6.3", "a table larger than allowed is an error",
                 frame(HEADERS, END, 1, integer(1 << 20, 5, SIZE_UPDATE) + BEFORE), COMPRESSION_ERROR)  # fmt: skip
error_after("4.3", "a table of size 0 holds nothing", BEFORE + INSERTED,
            integer(0, 5, SIZE_UPDATE) + REUSED)  # fmt: skip
two_calls("4.3", "a smaller table keeps what still fits", BEFORE + INSERTED,
          integer(64, 5, SIZE_UPDATE) + REUSED)  # fmt: skip


@case("4.2", "the server keeps to HEADER_TABLE_SIZE 0", ((HEADER_TABLE_SIZE, 0),))
def server_keeps_to_table_size(connection):
    connection.decoder.max_allowed_table_size = 0
    for stream in (1, 3, 5):
        connection.send(request(stream))
        connection.expect_answer(stream)
    expect(connection.decoder.header_table_size == 0, "the server's blocks use a table")


@case("2.3.2", "the server's own blocks stay readable over many calls")
def server_blocks_stay_readable(connection):
    for stream in range(1, 100, 2):
        connection.send(request(stream))
        connection.expect_answer(stream)


# Section 5.1: integers

error("5.1", "an integer that never ends is an error", b"\xff" + b"\xff" * 20)
error("5.1", "an index of 2^32 is an error", integer((1 << 32) + 2, 7, INDEXED))
error("5.1", "an index of 2^64 is an error", integer((1 << 64) + 2, 7, INDEXED))
error("5.1", "a length of 2^31 is an error", b"\x00\x01x" + integer(1 << 31, 7))
error("5.1", "an integer that is cut off is an error", b"\xff\x80")
error("5.1", "a length that is cut off is an error", b"\x00\x7f")

# Section 5.2: strings

error("5.2", "a name longer than its block is an error", b"\x00\x20abc")
error("5.2", "a value longer than its block is an error", b"\x00\x01x\x20abc")


def huffman(data):
    return b"\x00\x01x" + integer(len(data), 7, 0x80) + data


good("5.2", "a string in Huffman code is taken", BEFORE + huffman(bytes.fromhex("f1e3c2e5f23a6ba0ab90f4ff")))
good("5.2", "an empty string in Huffman code is taken", BEFORE + huffman(b""))
# "0" is 00000; what follows pads.
error("5.2", "padding of a whole byte is an error", huffman(b"\x07\xff"))
error("5.2", "padding with other bits than EOS's is an error", huffman(b"\x00"))
error("5.2", "the EOS symbol is an error", huffman(b"\xff\xff\xff\xff"))
error("5.2", "a symbol that is cut off is an error", huffman(b"\xff\xfe"))
