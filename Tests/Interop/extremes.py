"""Every unary method, with what nobody sends on purpose: the ends of each type's range, texts of odd characters, times
before the calendar, in the most various combinations. No process may end, and no answer may be one of a fault."""

import os
import random
import time

import grpc
from google.protobuf import message_factory

from cases import expect
from grpcio_client import INVENTORY, ORDERING, ReflectedClient
from rest_client import CRITERIA, HOME, ORGANIZATION

CALLS_PER_METHOD = 60
CALL_SECONDS = 20
FAULTS = (
    grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.DATA_LOSS, grpc.StatusCode.DEADLINE_EXCEEDED,
)  # fmt: skip
# Not called: what moves the clock of all, and what is gRPC's own.
LEFT_OUT = ("trunkline.sandbox.v1.", "grpc.")

# What stands in a field of that name when it is right: otherwise hardly any call would come past the first checks.
PLAUSIBLE = {
    "parent": [ORGANIZATION, HOME, "countries/US"],
    "name": [ORGANIZATION, HOME, "phoneNumbers/12015550100", "countries/FR"],
    "organization": [ORGANIZATION],
    "location": [HOME],
    "country_code": ["US", "FR", "AU"],
    "area_code": ["201"],
    "phone_number": ["+12015550100"],
    "phone_numbers": ["+12015550100", "+33142685300"],
    "request_id": ["123e4567-e89b-42d3-a456-426614174000"],
    "block_size": [10, 50, 100],
    "count": [1, 10],
    "page_size": [1, 20],
}
TEXTS = ["", "\x00", "x", "-1", "ß" * 200, "\U0010ffff", "../..", "%s%n", "9" * 400, "2024-02-30", "*"]
LONG_TEXT = "a" * 70_000
INT64 = [0, 1, -1, 2**31, -(2**31) - 1, 2**63 - 1, -(2**63)]
INT32 = [0, 1, -1, 2**31 - 1, -(2**31)]
# Seconds of a Timestamp or Duration that lie at and beyond what they may say.
SECONDS = [0, -1, 253402300799, 253402300800, -62135596800, -62135596801, 315576000000, 2**63 - 1, -(2**63)]


def run(report, suite):
    seed = int(os.environ.get("EXTREMES_SEED", time.time_ns() % 2**32))
    with report.case(f"extremes: no value of any field ends a process or is called our fault (seed {seed})"):
        with grpc.insecure_channel(suite.gateway) as channel:
            call_all(channel, suite, random.Random(seed))


def call_all(channel, suite, chance):
    client = ReflectedClient(channel, suite.key)
    names = PLAUSIBLE["name"] + make_resources(client)
    faults, calls = [], 0
    for service in sorted(client.services()):
        if service.startswith(LEFT_OUT):
            continue
        for method in client.pool.FindServiceByName(service).methods:
            if method.client_streaming or method.server_streaming:
                continue
            for _ in range(CALLS_PER_METHOD):
                calls += 1
                # Most methods are a customer's.
                key = chance.choice([suite.operator_key, suite.key, suite.key, suite.key])
                faults += call(channel, method, key, names, chance)
    expect(not faults, f"{len(faults)} of {calls} calls:\n" + "\n".join(faults[:10]))
    print(f"        {calls} calls")


def make_resources(client):
    """Names of what there is: most methods are about something."""
    reservation = {"parent": ORGANIZATION, "quantity": {"criteria": CRITERIA, "count": 1}}
    held, ordered = (client.call(INVENTORY, "ReserveNumbers", reservation) for _ in range(2))
    order = {"parent": ORGANIZATION, "order": {"location": HOME, "reservation": ordered.name}}
    order["order"]["fencingToken"] = str(ordered.fencing_token)
    number = f"phoneNumbers/{held.phone_numbers[0].lstrip('+')}"
    return [held.name, client.call(ORDERING, "CreateOrder", order).name, number]


def call(channel, method, key, names, chance):
    request = random_message(method.input_type, chance)
    if hasattr(request, "name") and chance.random() < 0.7:
        request.name = chance.choice(names)
    path = f"/{method.containing_service.full_name}/{method.name}"
    try:
        metadata = [("authorization", f"Bearer {key}")]
        channel.unary_unary(path)(request.SerializeToString(), timeout=CALL_SECONDS, metadata=metadata)
    except grpc.RpcError as error:
        fault = f"{path}: {error.code().name} {error.details()}: {str(request)[:600]!r}"
        # A process has ended, and with it the suite.
        expect(error.code() != grpc.StatusCode.UNAVAILABLE, fault)
        if error.code() in FAULTS:
            return [fault]
    return []


def random_message(described, chance, depth=0):
    message = message_factory.GetMessageClass(described)()
    # Some calls with nearly all fields, some with a few.
    density = chance.choice((0.2, 0.6, 0.95))
    for field in described.fields:
        if chance.random() < density:
            fill(message, field, chance, depth)
    return message


def fill(message, field, chance, depth):
    if field.message_type is not None:
        if depth < 4:
            fill_message(message, field, chance, depth)
    elif field.is_repeated:
        getattr(message, field.name).extend(value(field, chance) for _ in range(chance.randrange(4)))
    else:
        setattr(message, field.name, value(field, chance))


def fill_message(message, field, chance, depth):
    if field.message_type.GetOptions().map_entry:
        return
    if field.is_repeated:
        for _ in range(chance.randrange(3)):
            getattr(message, field.name).add().CopyFrom(random_message(field.message_type, chance, depth + 1))
    else:
        getattr(message, field.name).CopyFrom(random_message(field.message_type, chance, depth + 1))


def value(field, chance):
    if field.name in PLAUSIBLE and chance.random() < 0.7:
        return chance.choice(PLAUSIBLE[field.name])
    if field.containing_type.full_name in ("google.protobuf.Timestamp", "google.protobuf.Duration"):
        return chance.choice(SECONDS if field.name == "seconds" else INT32)
    if field.enum_type is not None:
        return chance.choice([known.number for known in field.enum_type.values] + [99, -1])
    if field.type == field.TYPE_STRING and chance.random() < 0.01:
        return LONG_TEXT
    return chance.choice(
        {
            field.CPPTYPE_STRING: TEXTS if field.type == field.TYPE_STRING else [text.encode() for text in TEXTS],
            field.CPPTYPE_BOOL: [True, False],
            field.CPPTYPE_INT32: INT32,
            field.CPPTYPE_INT64: INT64,
            field.CPPTYPE_UINT32: [0, 1, 2**32 - 1],
            field.CPPTYPE_UINT64: [0, 1, 2**64 - 1],
            field.CPPTYPE_DOUBLE: [0.0, -1.0, float("nan"), float("inf"), 1e308],
            field.CPPTYPE_FLOAT: [0.0, -1.0, float("nan"), float("inf")],
        }[field.cpp_type]
    )
