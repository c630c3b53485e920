"""Starts the servers under test and lets every foreign client have its turn. See run."""

import argparse
import pathlib
import sys
import tempfile

import bad_input
import command_lines
import extremes
import grpcio_cases
import grpcio_client
import our_client
import prometheus_reader
import proxies
import races
import rest_client
import ruby_client
import servers
from cases import Report

# By name, the clients that make gRPC's official cases on a test server.
CASE_CLIENTS = {"ruby": ruby_client.run, "grpcio-cases": grpcio_cases.run, "ours": our_client.run}
# By name, the clients that drive the suite's gateway.
SUITE_CLIENTS = {
    "grpcio": grpcio_client.run,
    "commands": command_lines.run,
    "rest": rest_client.run,
    "races": races.run,
    "bad-input": bad_input.run,
    "extremes": extremes.run,
    "prometheus": prometheus_reader.run,
}
CLIENTS = (*CASE_CLIENTS, *SUITE_CLIENTS)
# A name that the official certificates of gRPC's tests carry too.
TLS_HOST = "foo.test.google.fr"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=CLIENTS, help="a client; all when not given")
    parser.add_argument("--direct", action="store_true", help="leave out the proxies before the test server")
    arguments = parser.parse_args()
    chosen = arguments.only or CLIENTS
    report = Report()
    with tempfile.TemporaryDirectory(prefix="trunkline-interop-") as name:
        folder = pathlib.Path(name)
        if set(chosen) & set(CASE_CLIENTS):
            run_cases(report, folder, chosen, {} if arguments.direct else installed_proxies())
        if set(chosen) & set(SUITE_CLIENTS):
            with report.case("the suite starts and stops"):
                run_suite(report, folder, chosen)
    return report.close()


def installed_proxies():
    installed = proxies.installed()
    for name in set(proxies.PROXIES) - set(installed):
        print(f"{name} is not installed, and left out")
    return installed


def foreign_servers():
    """Test servers that are not ours, by name."""
    if servers.GRPC_SWIFT_SERVER.exists():
        return {"grpcio": servers.grpcio_server, "grpc-swift-2": servers.grpc_swift_server}
    print("grpc-swift-2 is not built, and left out")
    return {"grpcio": servers.grpcio_server}


def run_cases(report, folder, chosen, installed):
    certificates = servers.make_certificates(folder, TLS_HOST)
    for transport, secret in (("clear text", None), ("TLS", certificates)):
        started = report.case(f"the test server starts and stops, {transport}")
        with started, servers.interop_server(folder, secret) as port:
            run_case_clients(report, chosen, port, transport, secret)
            for name, proxy in installed.items():
                started = report.case(f"{name} starts and stops, {transport}")
                with started, proxy(folder, port, secret) as outside:
                    run_case_clients(report, chosen, outside, f"{transport} through {name}", secret)
        if "ours" in chosen:
            for name, server in foreign_servers().items():
                with report.case(f"{name} serves, {transport}"), server(folder, secret) as port:
                    our_client.run(report, port, f"{transport} to {name}", secret, "--skip-compression-probes")


def run_case_clients(report, chosen, port, way, certificates):
    for name, run in CASE_CLIENTS.items():
        if name in chosen:
            run(report, port, way, certificates)


def run_suite(report, folder, chosen):
    with servers.suite(folder) as suite:
        for name, run in SUITE_CLIENTS.items():
            if name in chosen:
                run(report, suite)


sys.exit(main())
