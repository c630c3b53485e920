"""Starts the suite and lets a browser, k6 and random requests have their turn. See run."""

import argparse
import pathlib
import sys
import tempfile

import browser
import load
import random_requests
import servers
from cases import Report

CLIENTS = {"browser": browser.run, "k6": load.run, "random": random_requests.run}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=CLIENTS, help="a client; all when not given")
    chosen = parser.parse_args().only or CLIENTS
    report = Report()
    with tempfile.TemporaryDirectory(prefix="trunkline-web-") as name, browser.serve_page() as origin:
        folder = pathlib.Path(name)
        with report.case("the suite starts and stops"):
            with servers.suite(folder, {"TRUNKLINE_BROWSER_ALLOWED_ORIGINS": origin}) as suite:
                for client, run in CLIENTS.items():
                    if client in chosen:
                        run(report, suite, folder, origin)
    return report.close()


sys.exit(main())
