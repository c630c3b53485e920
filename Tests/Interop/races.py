"""Many callers at once: what only one may get, only one gets; what is repeated is done once."""

import concurrent.futures
import uuid

import grpc

from cases import expect
from grpcio_client import INVENTORY, ReflectedClient

CLIENTS = 200
PRIZES = 10
REPEATS = 50


def run(report, suite):
    with grpc.insecure_channel(suite.gateway) as channel:
        client = ReflectedClient(channel, suite.key)
        parent = f"organizations/{suite.organization}"

        with report.case(f"races: {CLIENTS} clients reserve the same {PRIZES} numbers, {PRIZES} win"):
            run_contest(client, parent)

        with report.case(f"races: a request sent {REPEATS} times at once is carried out once"):
            run_repeats(client, parent)

        with report.case("races: the same request_id with another body is refused"):
            request = reservation_of(parent, available(client, 2)[:1])
            client.call(INVENTORY, "ReserveNumbers", request)
            request["specific"] = {"phone_numbers": available(client, 2)[1:]}
            refusal = client.refusal(INVENTORY, "ReserveNumbers", request)
            expect(refusal.details["ErrorInfo"].reason == "REQUEST_ID_REUSED", f"{refusal.details}")


def available(client, count):
    request = {"criteria": {"country_code": "US", "area_code": "201"}, "page_size": count}
    numbers = client.call(INVENTORY, "SearchNumbers", request).numbers
    expect(len(numbers) == count, f"{len(numbers)} numbers available instead of {count}")
    return [number.phone_number for number in numbers]


def reservation_of(parent, numbers):
    return {"parent": parent, "request_id": str(uuid.uuid4()), "specific": {"phone_numbers": numbers}}


def release(client, name):
    client.call(INVENTORY, "ReleaseReservation", {"name": name, "request_id": str(uuid.uuid4())})


def at_once(count, body):
    with concurrent.futures.ThreadPoolExecutor(count) as threads:
        return list(threads.map(body, range(count)))


def run_contest(client, parent):
    prizes = available(client, PRIZES)

    def reserve(index):
        try:
            return client.call(
                INVENTORY, "ReserveNumbers", reservation_of(parent, [prizes[index % PRIZES]]), timeout=30
            )
        except grpc.RpcError as error:
            return error

    outcomes = at_once(CLIENTS, reserve)
    won = [outcome for outcome in outcomes if not isinstance(outcome, grpc.RpcError)]
    numbers = sorted(number for reservation in won for number in reservation.phone_numbers)
    lost = {outcome.code() for outcome in outcomes if isinstance(outcome, grpc.RpcError)}
    expect(numbers == sorted(prizes), f"{len(won)} winners of {numbers}")
    expect(len(lost) == 1, f"the others were refused with {lost}")
    for reservation in won:
        release(client, reservation.name)


def run_repeats(client, parent):
    request = reservation_of(parent, available(client, 1))
    answers = at_once(REPEATS, lambda _: client.call(INVENTORY, "ReserveNumbers", request, timeout=30))
    bodies = {answer.SerializeToString(deterministic=True) for answer in answers}
    expect(len(bodies) == 1, f"{len(bodies)} different answers")
    release(client, answers[0].name)
