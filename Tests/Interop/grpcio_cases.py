"""grpcio makes those official cases that the Ruby client does not have, or cannot see through."""

import grpc

import relay
from cases import expect
from test_messages import (
    SERVICE, BoolValue, EchoStatus, Payload, ResponseParameters, SimpleRequest, SimpleResponse,
    StreamingInputCallRequest, StreamingInputCallResponse, StreamingOutputCallRequest, StreamingOutputCallResponse,
)  # fmt: skip

REQUEST_BYTES, RESPONSE_BYTES = 271_828, 314_159
CALL_SECONDS = 20
SOAK_CALLS = 50
# Zeros shrink to less than a hundredth.
COMPRESSED_BYTES = 20_000


class Server:
    """Where the cases go: a port, over TLS when there are certificates."""

    def __init__(self, port, certificates=None):
        self.port = port
        self.certificates = certificates

    def channel(self, port=None):
        address = f"127.0.0.1:{port or self.port}"
        if not self.certificates:
            return grpc.insecure_channel(address)
        roots = grpc.ssl_channel_credentials(self.certificates.authority.read_bytes())
        # A channel of its own each time: by default those to one address share a connection.
        options = [
            ("grpc.ssl_target_name_override", self.certificates.host), ("grpc.use_local_subchannel_pool", 1),
        ]  # fmt: skip
        return grpc.secure_channel(address, roots, options)


def unary(channel, request, **options):
    call = channel.unary_unary(
        f"/{SERVICE}/UnaryCall",
        request_serializer=SimpleRequest.SerializeToString,
        response_deserializer=SimpleResponse.FromString,
    )
    return call(request, timeout=CALL_SECONDS, **options)


def large(**more):
    return SimpleRequest(response_size=RESPONSE_BYTES, payload=Payload(body=bytes(REQUEST_BYTES)), **more)


def expect_large(answer):
    expect(len(answer.payload.body) == RESPONSE_BYTES, f"a payload of {len(answer.payload.body)} bytes")


def expect_refused(call, code):
    try:
        call()
    except grpc.RpcError as error:
        expect(error.code() == code, f"{error.code()} instead of {code}")
        return error
    raise AssertionError(f"was answered instead of {code}")


def client_compressed_unary(server):
    with server.channel() as channel:
        request = large(expect_compressed=BoolValue(value=True))
        expect_refused(lambda: unary(channel, request), grpc.StatusCode.INVALID_ARGUMENT)
        expect_large(unary(channel, request, compression=grpc.Compression.Gzip))
        expect_large(unary(channel, large(expect_compressed=BoolValue(value=False))))


def client_compressed_streaming(server):
    def stream(channel, sizes, **options):
        call = channel.stream_unary(
            f"/{SERVICE}/StreamingInputCall",
            request_serializer=StreamingInputCallRequest.SerializeToString,
            response_deserializer=StreamingInputCallResponse.FromString,
        )
        requests = [
            StreamingInputCallRequest(payload=Payload(body=bytes(size)), expect_compressed=BoolValue(value=True))
            for size in sizes
        ]
        return call(iter(requests), timeout=CALL_SECONDS, **options)

    with server.channel() as channel:
        expect_refused(lambda: stream(channel, [27_182]), grpc.StatusCode.INVALID_ARGUMENT)
        answer = stream(channel, [27_182, 45_904], compression=grpc.Compression.Gzip)
        expect(answer.aggregated_payload_size == 73_086, f"a sum of {answer.aggregated_payload_size}")


def server_compressed_unary(server):
    with relay.counting(server.port) as counter, server.channel(counter.port) as channel:
        for compresses in (True, False):
            before = counter.answered_bytes
            expect_large(unary(channel, large(response_compressed=BoolValue(value=compresses))))
            expect_size(counter.answered_bytes - before, compresses, RESPONSE_BYTES)


def server_compressed_streaming(server):
    with relay.counting(server.port) as counter, server.channel(counter.port) as channel:
        call = channel.unary_stream(
            f"/{SERVICE}/StreamingOutputCall",
            request_serializer=StreamingOutputCallRequest.SerializeToString,
            response_deserializer=StreamingOutputCallResponse.FromString,
        )
        asked = [(31_415, True), (92_653, False)]
        parameters = [ResponseParameters(size=size, compressed=BoolValue(value=is_)) for size, is_ in asked]
        answers = list(call(StreamingOutputCallRequest(response_parameters=parameters), timeout=CALL_SECONDS))
        sizes = [len(answer.payload.body) for answer in answers]
        expect(sizes == [31_415, 92_653], f"answers of {sizes} bytes")
        # The second one is there in full, and the first one is not.
        expect(92_653 < counter.answered_bytes < 92_653 + COMPRESSED_BYTES, f"{counter.answered_bytes} bytes came")


def expect_size(count, is_compressed, whole):
    expect((count < COMPRESSED_BYTES) if is_compressed else (count > whole), f"{count} bytes came")


def special_status_message(server):
    text = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n"
    with server.channel() as channel:
        request = SimpleRequest(response_status=EchoStatus(code=2, message=text))
        refusal = expect_refused(lambda: unary(channel, request), grpc.StatusCode.UNKNOWN)
        expect(refusal.details() == text, f"the message {refusal.details()!r}")


def rpc_soak(server):
    with server.channel() as channel:
        for _ in range(SOAK_CALLS):
            expect_large(unary(channel, large()))


def channel_soak(server):
    for _ in range(SOAK_CALLS):
        with server.channel() as channel:
            expect_large(unary(channel, large()))


CASES = (
    client_compressed_unary, client_compressed_streaming, server_compressed_unary, server_compressed_streaming,
    special_status_message, rpc_soak, channel_soak,
)  # fmt: skip


def run(report, port, way, certificates=None):
    for case in CASES:
        with report.case(f"grpcio, {way}: {case.__name__}"):
            case(Server(port, certificates))
