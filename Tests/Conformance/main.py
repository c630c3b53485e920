"""Puts the cases to our server, and with --peers to others, whose scores are printed beside ours. See run."""

import argparse
import concurrent.futures
import contextlib
import pathlib
import sys
import tempfile

import http2_frames, http2_streams, http2_kinds, http2_flow, http2_requests, hpack_blocks  # noqa: E401, F401
import abuse
import bad_servers
import grpc_messages, grpc_requests, grpc_responses  # noqa: E401, F401
import grpc_table
from cases import Report
from catalogue import CASES
from peers import PEERS, is_installed

# Cases wait more than they work.
CASES_AT_ONCE = 8


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", action="append", choices=PEERS, help="a server; ours when not given")
    parser.add_argument("--only", default="", help="part of the names of cases")
    parser.add_argument("--verbose", action="store_true", help="print the failures of others too")
    chosen = parser.parse_args()
    peers = [name for name in chosen.peers or PEERS if is_installed(name)]
    for name in set(chosen.peers or PEERS) - set(peers):
        print(f"{name} is not installed, and left out")
    passed = [
        put("HTTP/2 and HPACK", CASES, peers, chosen),
        put("gRPC over HTTP/2", grpc_table.CASES, [name for name in peers if name == "trunkline"], chosen),
    ]
    if "trunkline" in peers:
        report = Report()
        bad_servers.run(report)
        passed.append(report.close() == 0)
        passed.append(abuse.put([attack for attack in abuse.ATTACKS if chosen.only in attack.title]))
    return 0 if all(passed) else 1


def put(title, cases, peers, chosen):
    """Puts cases to peers, and prints their scores side by side. Whether ours passed all."""
    cases = [case for case in cases if chosen.only in case.name]
    if not cases or not peers:
        return True
    scores = {name: score(name, cases, chosen.verbose) for name in peers}
    print(f"{title}, {len(cases)} cases: " + ", ".join(f"{name} {passed}" for name, passed in scores.items()))
    return scores.get("trunkline", len(cases)) == len(cases)


def score(name, cases, verbose):
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trunkline-conformance-")))
        address = stack.enter_context(PEERS[name](folder))
        pool = stack.enter_context(concurrent.futures.ThreadPoolExecutor(CASES_AT_ONCE))
        outcomes = list(pool.map(lambda case: outcome(case, address), cases))
    for case, problem in zip(cases, outcomes):
        if problem and (name == "trunkline" or verbose):
            print(f"FAILED  {name}: {case.name}: {problem}")
        elif name == "trunkline":
            print(f"ok      {case.name}")
    return outcomes.count(None)


def outcome(case, address):
    """What went wrong, or nothing."""
    try:
        case.run(address)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


sys.exit(main())
