"""Starts the servers under test and lets every foreign client have its turn. See run."""

import argparse
import pathlib
import sys
import tempfile

import bad_input
import command_lines
import extremes
import grpcio_client
import races
import rest_client
import ruby_client
import servers
from cases import Report

# By name, the clients that drive the suite's gateway; "ruby" drives a test server instead.
SUITE_CLIENTS = {
    "grpcio": grpcio_client.run,
    "commands": command_lines.run,
    "rest": rest_client.run,
    "races": races.run,
    "bad-input": bad_input.run,
    "extremes": extremes.run,
}
CLIENTS = ("ruby", *SUITE_CLIENTS)
# A name that the official certificates of gRPC's tests carry too.
TLS_HOST = "foo.test.google.fr"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=CLIENTS, help="a client; all when not given")
    chosen = parser.parse_args().only or CLIENTS
    report = Report()
    with tempfile.TemporaryDirectory(prefix="trunkline-interop-") as name:
        folder = pathlib.Path(name)
        if "ruby" in chosen:
            with report.case("a test server starts, in clear text and with TLS"):
                run_ruby(report, folder)
        if set(chosen) & set(SUITE_CLIENTS):
            with report.case("the suite starts and stops"):
                run_suite(report, folder, chosen)
    return report.close()


def run_ruby(report, folder):
    with servers.interop_server(folder) as port:
        ruby_client.run(report, port)
    certificates = servers.make_certificates(folder, TLS_HOST)
    with servers.interop_server(folder, certificates) as port:
        ruby_client.run(report, port, certificates)


def run_suite(report, folder, chosen):
    with servers.suite(folder) as suite:
        for name, run in SUITE_CLIENTS.items():
            if name in chosen:
                run(report, suite)


sys.exit(main())
