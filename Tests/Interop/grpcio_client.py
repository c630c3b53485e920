"""grpcio drives the gateway, knowing nothing of it but what reflection tells."""

import grpc
import phonenumbers
from google.protobuf import descriptor_pool, json_format, message_factory
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_status import rpc_status

from cases import expect

INVENTORY = "trunkline.inventory.v1.InventoryService"
ORDERING = "trunkline.ordering.v1.OrderingService"
SERVICES = (
    "trunkline.catalog.v1.ProviderCatalogService",
    "trunkline.emergency.v1.EmergencyAddressService",
    INVENTORY,
    ORDERING,
    "trunkline.porting.v1.PortingService",
)
CALL_SECONDS = 10


class ReflectedClient:
    """Calls unary methods by name, with messages given as dictionaries."""

    def __init__(self, channel, key=None):
        self.channel = channel
        self.metadata = [("authorization", f"Bearer {key}")] if key else []
        self.database = ProtoReflectionDescriptorDatabase(channel)
        self.pool = descriptor_pool.DescriptorPool(self.database)

    def services(self):
        return set(self.database.get_services())

    def call(self, service, method, request=None, timeout=CALL_SECONDS):
        described = self.pool.FindServiceByName(service).FindMethodByName(method)
        message = message_factory.GetMessageClass(described.input_type)()
        json_format.ParseDict(request or {}, message)
        call = self.channel.unary_unary(
            f"/{service}/{method}",
            request_serializer=type(message).SerializeToString,
            response_deserializer=message_factory.GetMessageClass(described.output_type).FromString,
        )
        return call(message, timeout=timeout, metadata=self.metadata)

    def refusal(self, *arguments, **options):
        """The error of a call that must fail, with its details by their type."""
        try:
            answer = self.call(*arguments, **options)
        except grpc.RpcError as error:
            return Refusal(error)
        raise AssertionError(f"was answered instead of refused: {str(answer)[:200]!r}")


class Refusal:
    def __init__(self, error):
        self.code = error.code()
        self.message = error.details()
        self.details = {}
        # None when there are no details; raises when their status contradicts the trailers.
        status = rpc_status.from_call(error)
        for detail in status.details if status else ():
            kind = detail.type_url.rsplit(".", 1)[-1]
            unpacked = getattr(error_details_pb2, kind)()
            expect(detail.Unpack(unpacked), f"the detail {detail.type_url} does not unpack")
            self.details[kind] = unpacked

    def expect(self, code, reason=None):
        expect(self.code == code, f"{self.code} ({self.message}) instead of {code}")
        info = self.details.get("ErrorInfo")
        expect(info is not None and info.reason, f"no ErrorInfo with a reason in {self.details}")
        expect(reason in (None, info.reason), f"reason {info.reason} instead of {reason}")


def run(report, suite):
    with grpc.insecure_channel(suite.gateway) as channel:
        client, stranger = ReflectedClient(channel, suite.key), ReflectedClient(channel)
        run_reflection(report, channel, client)
        run_health(report, channel)
        run_calls(report, client)
        run_deadlines(report, channel, client)
        run_refusals(report, client, stranger)
        run_tenancy(report, client, ReflectedClient(channel, suite.foreign_key), suite.organization)


def run_reflection(report, channel, client):
    with report.case("grpcio: reflection v1alpha lists the services"):
        missing = {*SERVICES, "grpc.health.v1.Health"} - client.services()
        expect(not missing, f"does not list {missing}")

    with report.case("grpcio: reflection v1 lists the same services"):
        # The messages of v1 and v1alpha are the same; grpcio has only the latter.
        reflect = channel.stream_stream(
            "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
            request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
            response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
        )
        asked = reflection_pb2.ServerReflectionRequest(list_services="*")
        answers = list(reflect(iter([asked]), timeout=CALL_SECONDS))
        listed = {service.name for service in answers[0].list_services_response.service}
        expect(listed == client.services(), f"v1 lists {listed}")

    for service in SERVICES:
        with report.case(f"grpcio: reflection describes {service}"):
            methods = client.pool.FindServiceByName(service).methods
            expect(methods, "no methods")
            for method in methods:
                message_factory.GetMessageClass(method.input_type)()
                message_factory.GetMessageClass(method.output_type)()


def run_health(report, channel):
    health = health_pb2_grpc.HealthStub(channel)
    serving = health_pb2.HealthCheckResponse.SERVING

    with report.case("grpcio: health check of the whole server"):
        answer = health.Check(health_pb2.HealthCheckRequest(), timeout=CALL_SECONDS)
        expect(answer.status == serving, f"status {answer.status}")

    with report.case("grpcio: health check of an unknown service is NOT_FOUND"):
        try:
            health.Check(health_pb2.HealthCheckRequest(service="no.such.Service"), timeout=CALL_SECONDS)
            expect(False, "was answered")
        except grpc.RpcError as error:
            expect(error.code() == grpc.StatusCode.NOT_FOUND, f"{error.code()}")

    with report.case("grpcio: health watch tells the state at once and ends when cancelled"):
        watch = health.Watch(health_pb2.HealthCheckRequest(), timeout=CALL_SECONDS)
        expect(next(watch).status == serving, "not serving")
        watch.cancel()


def run_calls(report, client):
    with report.case("grpcio: search finds numbers that libphonenumber's Python port holds valid"):
        request = {"criteria": {"country_code": "US", "area_code": "201"}, "page_size": 20}
        numbers = client.call(INVENTORY, "SearchNumbers", request).numbers
        expect(len(numbers) == 20, f"{len(numbers)} numbers")
        for number in numbers:
            parsed = phonenumbers.parse(number.phone_number)
            expect(phonenumbers.is_valid_number(parsed), f"{number.phone_number} is not valid")
            expect(str(parsed.national_number).startswith("201"), f"{number.phone_number} is not in 201")

    with report.case("grpcio: countries are listed"):
        countries = client.call("trunkline.catalog.v1.ProviderCatalogService", "ListCountries").countries
        expect(len(countries) >= 2, f"{len(countries)} countries")


def run_deadlines(report, channel, client):
    with report.case("grpcio: a deadline ends a stream that has nothing to say"):
        watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(), timeout=0.4)
        try:
            for _ in watch:
                pass
            expect(False, "the stream ended without an error")
        except grpc.RpcError as error:
            expect(error.code() == grpc.StatusCode.DEADLINE_EXCEEDED, f"{error.code()}")


def run_refusals(report, client, stranger):
    search = (INVENTORY, "SearchNumbers", {"criteria": {"country_code": "US"}})

    with report.case("grpcio: a call without a key is UNAUTHENTICATED, with a reason"):
        stranger.refusal(*search).expect(grpc.StatusCode.UNAUTHENTICATED)

    with report.case("grpcio: a call with a wrong key is UNAUTHENTICATED, with a reason"):
        wrong = ReflectedClient(client.channel, "wrong")
        wrong.refusal(*search).expect(grpc.StatusCode.UNAUTHENTICATED)

    with report.case("grpcio: a number that is not one is INVALID_ARGUMENT and names its field"):
        refusal = client.refusal(INVENTORY, "GetNumber", {"name": "numbers/abc"})
        refusal.expect(grpc.StatusCode.INVALID_ARGUMENT)
        violations = refusal.details["BadRequest"].field_violations
        expect([violation.field for violation in violations] == ["name"], f"violations {violations}")

    with report.case("grpcio: an unknown method is UNIMPLEMENTED"):
        call = client.channel.unary_unary(f"/{INVENTORY}/NoSuchMethod")
        try:
            call(b"", timeout=CALL_SECONDS, metadata=client.metadata)
            expect(False, "was answered")
        except grpc.RpcError as error:
            expect(error.code() == grpc.StatusCode.UNIMPLEMENTED, f"{error.code()}")

    with report.case("grpcio: the server still answers after all this"):
        client.call(*search)


def run_tenancy(report, client, foreigner, organization):
    request = {"parent": f"organizations/{organization}"}

    with report.case("grpcio: an organization lists its own orders"):
        expect(client.call(ORDERING, "ListOrders", request).orders, "the demonstration's order is not there")

    with report.case("grpcio: another organization's orders are refused"):
        refusal = foreigner.refusal(ORDERING, "ListOrders", request)
        expect(
            refusal.code in (grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.NOT_FOUND), f"{refusal.code}"
        )
        expect("orders/" not in refusal.message, f"the refusal tells too much: {refusal.message}")
