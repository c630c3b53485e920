"""grpcio with its thread pool. usage: server.py PORT"""

import concurrent.futures
import pathlib
import sys
import tempfile

import grpc
from grpc_tools import protoc

HERE = pathlib.Path(__file__).resolve().parent
BENCHMARKS = HERE.parents[1]


def generated_messages():
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["protoc", f"--proto_path={BENCHMARKS / 'Protos'}", f"--python_out={folder}"]
        if protoc.main([*arguments, "bench/v1/messages.proto"]) != 0:
            sys.exit("server.py: the messages were not generated")
        sys.path.insert(0, folder)
        from bench.v1 import messages_pb2

        return messages_pb2


messages = generated_messages()


def look_up(request, context):
    number = request.phone_number
    if len(number) != 12:
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, "phone_number must have 12 characters")
    return messages.LookUpResponse(
        phone_number=number, state=3, country_code="US", region="NJ", city="Jersey City",
        location="organizations/acme/locations/hq1", display_number=f"({number[2:5]}) {number[5:8]}-{number[8:]}",
    )  # fmt: skip


def main(port):
    handler = grpc.unary_unary_rpc_method_handler(
        look_up,
        request_deserializer=messages.LookUpRequest.FromString,
        response_serializer=messages.LookUpResponse.SerializeToString,
    )
    methods = {"LookUp": handler, "LookUpAsync": handler}
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(4))
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("bench.v1.LookUpService", methods)])
    server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    server.wait_for_termination()


main(*sys.argv[1:])
