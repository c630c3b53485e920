"""The messages of grpc.testing, from the descriptors that our servers are built with."""

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

import servers

SERVICE = "grpc.testing.TestService"


def load():
    described = descriptor_pb2.FileDescriptorSet.FromString(
        (servers.ROOT / "Sources/C/CMessages/descriptors.pb").read_bytes()
    )
    pool = descriptor_pool.DescriptorPool()
    for file in described.file:
        pool.Add(file)
    return pool


POOL = load()


def message(name):
    return message_factory.GetMessageClass(POOL.FindMessageTypeByName(f"grpc.testing.{name}"))


Empty = message("Empty")
Payload = message("Payload")
BoolValue = message("BoolValue")
EchoStatus = message("EchoStatus")
SimpleRequest = message("SimpleRequest")
SimpleResponse = message("SimpleResponse")
StreamingInputCallRequest = message("StreamingInputCallRequest")
StreamingInputCallResponse = message("StreamingInputCallResponse")
StreamingOutputCallRequest = message("StreamingOutputCallRequest")
StreamingOutputCallResponse = message("StreamingOutputCallResponse")
ResponseParameters = message("ResponseParameters")
