"""How cases of gRPC are written down. Their sections are headings of PROTOCOL-HTTP2.md; only our server is asked."""

from cases import expect
from catalogue import Case
from connection import Connection
from wire import EMPTY_CALL, EMPTY_MESSAGE, PATH, body, head

CASES = []

(OK, CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED,
 RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED, INTERNAL, UNAVAILABLE,
 DATA_LOSS, UNAUTHENTICATED) = range(17)  # fmt: skip

INPUT_CALL, OUTPUT_CALL = PATH + "StreamingInputCall", PATH + "StreamingOutputCall"
DUPLEX_CALL = PATH + "FullDuplexCall"
ECHO, ECHO_BIN = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"


def case(section, title, settings=()):
    def register(function):
        def run(address):
            with Connection(address, settings) as connection:
                function(connection)

        CASES.append(Case(section, title, run))
        return function

    return register


def call(path=EMPTY_CALL, data=EMPTY_MESSAGE, extra=(), without=()):
    return head(path=path, extra=extra, without=without) + body(data=data)


def expect_status(answer, status):
    expect(answer[":status"] == "200", f"HTTP status {answer[':status']}")
    expect(answer["grpc-status"] == str(status), f"grpc-status {answer['grpc-status']}: {answer['grpc-message']}")


def status(section, title, sent, code):
    """The call ends with that code; with OK and an answer, or in Trailers-Only form when the code is another."""

    @case(section, title)
    def run(connection):
        connection.send(sent)
        answer = connection.expect_answer()
        expect_status(answer, code)
        if code == OK:
            expect(len(answer.sections) == 2, "headers and trailers are not apart")
        else:
            expect(answer.data == b"" and len(answer.sections) == 1, "an error without messages is Trailers-Only")


def http_status(section, title, sent, code):
    @case(section, title)
    def run(connection):
        connection.send(sent)
        answer = connection.expect_answer()
        expect(answer[":status"] == str(code), f"HTTP status {answer[':status']}")
