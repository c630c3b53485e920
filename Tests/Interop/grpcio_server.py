"""grpc.testing.TestService on grpcio, for our client. Prints its port, and serves until it is ended.

grpcio tells no handler whether a message was compressed: it refuses none for that.
usage: grpcio_server.py [CERTIFICATE KEY]
"""

import concurrent.futures
import pathlib
import sys
import time

import grpc

from test_messages import (
    SERVICE, Empty, Payload, SimpleRequest, SimpleResponse, StreamingInputCallRequest, StreamingInputCallResponse,
    StreamingOutputCallRequest, StreamingOutputCallResponse,
)  # fmt: skip

INITIAL, TRAILING = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"


def echo_metadata(context):
    sent = dict(context.invocation_metadata())
    if INITIAL in sent:
        context.send_initial_metadata([(INITIAL, sent[INITIAL])])
    if TRAILING in sent:
        context.set_trailing_metadata([(TRAILING, sent[TRAILING])])


def refuse_if_asked(request, context):
    if request.HasField("response_status") and request.response_status.code:
        code = next(code for code in grpc.StatusCode if code.value[0] == request.response_status.code)
        context.abort(code, request.response_status.message)


def empty_call(request, context):
    echo_metadata(context)
    return Empty()


def unary_call(request, context):
    echo_metadata(context)
    refuse_if_asked(request, context)
    if request.HasField("response_compressed") and request.response_compressed.value:
        context.set_compression(grpc.Compression.Gzip)
    return SimpleResponse(payload=Payload(body=bytes(request.response_size)))


def streaming_output_call(request, context):
    if any(asked.compressed.value for asked in request.response_parameters):
        context.set_compression(grpc.Compression.Gzip)
    yield from answers(request, context)


def answers(request, context):
    for asked in request.response_parameters:
        if asked.interval_us:
            time.sleep(asked.interval_us / 1e6)
        if asked.HasField("compressed") and not asked.compressed.value:
            context.disable_next_message_compression()
        yield StreamingOutputCallResponse(payload=Payload(body=bytes(asked.size)))


def streaming_input_call(requests, context):
    total = 0
    for request in requests:
            total += len(request.payload.body)
    return StreamingInputCallResponse(aggregated_payload_size=total)


def full_duplex_call(requests, context):
    echo_metadata(context)
    for request in requests:
        refuse_if_asked(request, context)
        yield from answers(request, context)


def handlers():
    def handler(make, behavior, request, response):
        return make(behavior, request_deserializer=request.FromString, response_serializer=response.SerializeToString)

    return {
        "EmptyCall": handler(grpc.unary_unary_rpc_method_handler, empty_call, Empty, Empty),
        "UnaryCall": handler(grpc.unary_unary_rpc_method_handler, unary_call, SimpleRequest, SimpleResponse),
        "StreamingOutputCall": handler(
            grpc.unary_stream_rpc_method_handler, streaming_output_call,
            StreamingOutputCallRequest, StreamingOutputCallResponse,
        ),
        "StreamingInputCall": handler(
            grpc.stream_unary_rpc_method_handler, streaming_input_call,
            StreamingInputCallRequest, StreamingInputCallResponse,
        ),
        "FullDuplexCall": handler(
            grpc.stream_stream_rpc_method_handler, full_duplex_call,
            StreamingOutputCallRequest, StreamingOutputCallResponse,
        ),
    }  # fmt: skip


def main(certificate=None, key=None):
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(8))
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(SERVICE, handlers())])
    if certificate:
        pair = (pathlib.Path(key).read_bytes(), pathlib.Path(certificate).read_bytes())
        port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([pair]))
    else:
        port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(f"listening on {port}", flush=True)
    server.wait_for_termination()


main(*sys.argv[1:])
