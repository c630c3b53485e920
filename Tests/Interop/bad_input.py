"""Bad input gets the right code, and the server lives on."""

import grpc

from cases import expect
from frames import RawConnection, framed
from grpcio_client import CALL_SECONDS, INVENTORY, ReflectedClient, Refusal

GET_NUMBER = f"/{INVENTORY}/GetNumber"
INVALID_ARGUMENT, RESOURCE_EXHAUSTED = grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.RESOURCE_EXHAUSTED


def run(report, suite):
    run_messages(report, suite)
    run_frames(report, suite)
    with report.case("bad input: the server still answers after all this"):
        with grpc.insecure_channel(suite.gateway) as channel:
            ReflectedClient(channel, suite.key).call(INVENTORY, "GetStock", {"criteria": {"countryCode": "US"}})


def run_messages(report, suite):
    """Messages that are wrong inside sound frames. Field 1 of GetNumberRequest is the string `name`."""
    cases = {
        "a string that is no UTF-8": (b"\x0a\x02\xc3\x28", INVALID_ARGUMENT),
        "a string with a NUL": (b"\x0a\x03a\x00b", INVALID_ARGUMENT),
        "a field cut off": (b"\x0a\x7fabc", INVALID_ARGUMENT),
        "a field of an impossible kind": (b"\x0f\x01", INVALID_ARGUMENT),
        "a number that is not one": (b"\x0a\x0bnumbers/abc", INVALID_ARGUMENT),
        "a message over the limit": (b"\x0a\x80\x80\x08" + b"a" * 131_072, RESOURCE_EXHAUSTED),
    }
    with grpc.insecure_channel(suite.gateway) as channel:
        call = channel.unary_unary(GET_NUMBER)
        for name, (message, code) in cases.items():
            with report.case(f"bad input: {name} is {code.name}, with a reason"):
                try:
                    call(message, timeout=CALL_SECONDS, metadata=[("authorization", f"Bearer {suite.key}")])
                    expect(False, "was answered")
                except grpc.RpcError as error:
                    Refusal(error).expect(code)


def run_frames(report, suite):
    authorization = {"authorization": f"Bearer {suite.key}"}
    message = framed(b"\x0a\x13numbers/12015550123")

    with report.case("bad input: another content type is answered with HTTP status 415"):
        with RawConnection(suite.gateway) as connection:
            answer = connection.call(GET_NUMBER, message, authorization | {"content-type": "text/plain"})
            expect(answer.get(":status") == "415", f"{answer}")

    with report.case("bad input: a method other than POST is refused"):
        with RawConnection(suite.gateway) as connection:
            answer = connection.call(GET_NUMBER, message, authorization | {":method": "PUT"})
            refused = answer.get(":status") != "200" or answer.get("grpc-status") not in (None, "0")
            expect(refused, f"{answer}")

    cut = {"in its length": message[:3], "in its message": message[:-4]}
    for where, data in cut.items():
        with report.case(f"bad input: a frame cut off {where} is an error, not an answer"):
            with RawConnection(suite.gateway) as connection:
                answer = connection.call(GET_NUMBER, data, authorization)
                expect(answer.get("grpc-status", "0") != "0", f"{answer}")

    with report.case("bad input: a message said to be compressed with nothing named is an error"):
        with RawConnection(suite.gateway) as connection:
            answer = connection.call(GET_NUMBER, b"\x01" + message[1:], authorization)
            expect(answer.get("grpc-status", "0") != "0", f"{answer}")

    # A client of gRPC would give up by itself; frames leave it to the server. 4 is DEADLINE_EXCEEDED.
    with report.case("bad input: a deadline that has passed is DEADLINE_EXCEEDED"):
        with RawConnection(suite.gateway) as connection:
            answer = connection.call(GET_NUMBER, message, authorization | {"grpc-timeout": "1n"})
            expect(answer.get("grpc-status") == "4", f"{answer}")
