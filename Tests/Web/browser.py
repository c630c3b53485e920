"""Chromium with a page of another origin, which calls REST, server-sent events and gRPC-Web."""

import base64
import contextlib
import functools
import http.server
import pathlib
import shutil
import threading

import grpc
from google.protobuf import json_format, message_factory
from playwright.sync_api import sync_playwright

from cases import expect
from grpcio_client import INVENTORY, ReflectedClient
from rest_client import CRITERIA, HOME, ORGANIZATION, SEARCH

TRAILERS = 0x80
PAGE_MILLISECONDS = 30_000


class Pages(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serve_page():
    """Serves this folder. Yields its origin."""
    folder = pathlib.Path(__file__).parent
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Pages, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def run(report, suite, _, origin):
    with sync_playwright() as playwright:
        # Without a sandbox of its own, which a container does not allow.
        options = {"executable_path": shutil.which("chromium"), "args": ["--no-sandbox"]}
        chromium = playwright.chromium.launch(**options)
        page = chromium.new_page()
        page.set_default_timeout(PAGE_MILLISECONDS)
        page.goto(f"{origin}/page.html")
        run_rest(report, suite, page)
        with grpc.insecure_channel(suite.gateway) as channel:
            run_grpc_web(report, suite, page, ReflectedClient(channel))
        # The same server by its other name is another origin, one that is not allowed.
        page.goto(f"{origin.replace('localhost', '127.0.0.1')}/page.html")
        with report.case("browser: a page of an origin that is not allowed reads nothing"):
            refused = "rest(...a).then(() => 'was answered', (error) => error.name)"
            outcome = page.evaluate(f"(a) => {refused}", [f"http://{suite.gateway}", SEARCH, suite.key])
            expect(outcome == "TypeError", outcome)
        chromium.close()


def run_rest(report, suite, page):
    address = f"http://{suite.gateway}"

    def rest(*arguments):
        return page.evaluate("(a) => rest(...a)", [address, arguments[0], suite.key, *arguments[1:]])

    with report.case("browser: REST, search"):
        answer = rest(SEARCH)
        expect(answer["status"] == 200 and len(answer["body"]["numbers"]) == 3, f"{answer}")

    with report.case("browser: REST, reserve and watch the events of an order"):
        answer = rest(f"/v1/{ORGANIZATION}/reservations", {"quantity": {"criteria": CRITERIA, "count": 1}})
        expect(answer["status"] == 200 and answer["body"]["state"] == "ACTIVE", f"{answer}")
        held = answer["body"]
        order = {"location": HOME, "reservation": held["name"]}
        order |= {"fencingToken": held["fencingToken"]}
        order = rest(f"/v1/{ORGANIZATION}/orders", order)["body"]
        watched = page.evaluate("(a) => firstEvent(...a)", [address, f"/v1/{order['name']}:watch", suite.key])
        expect(watched["type"] == "text/event-stream", f"{watched}")
        expect(order["name"] in watched["event"], f"{watched}")

    with report.case("browser: REST, an error with its reason"):
        answer = rest("/v1/organizations/nobody")
        reason = answer["body"]["error"]["details"][0]["reason"]
        expect((answer["status"], reason) == (404, "RESOURCE_NOT_FOUND"), f"{answer}")


def run_grpc_web(report, suite, page, client):
    described = client.pool.FindServiceByName(INVENTORY).FindMethodByName("SearchNumbers")
    request = message_factory.GetMessageClass(described.input_type)()

    def search(criteria, is_text):
        json_format.ParseDict({"criteria": criteria, "pageSize": 3}, request)
        message = base64.b64encode(request.SerializeToString()).decode()
        arguments = [f"http://{suite.gateway}", f"{INVENTORY}/SearchNumbers", suite.key, message, is_text]
        return page.evaluate("(a) => grpcWeb(...a)", arguments)

    for is_text, form in ((False, "binary"), (True, "text")):
        with report.case(f"browser: gRPC-Web, {form}"):
            answer = search(CRITERIA, is_text)
            (flags, message), (last, trailers) = answer["frames"]
            found = message_factory.GetMessageClass(described.output_type).FromString(base64.b64decode(message))
            expect(flags == 0 and len(found.numbers) == 3, f"{found}")
            expect(last == TRAILERS and b"grpc-status: 0" in spaced(trailers), f"{answer}")

    with report.case("browser: gRPC-Web, an error in the trailers"):
        request.Clear()
        answer = search({"countryCode": "?"}, False)
        flags, trailers = answer["frames"][-1]
        expect(flags == TRAILERS and b"grpc-status: 3" in spaced(trailers), f"{answer}")


def spaced(trailers):
    """Trailers with one space behind each colon, which the protocol leaves to the server."""
    return base64.b64decode(trailers).replace(b": ", b":").replace(b":", b": ")
