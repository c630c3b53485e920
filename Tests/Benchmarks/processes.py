"""Starting, watching and ending the processes that are measured."""

import contextlib
import pathlib
import socket
import subprocess
import sys
import time


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(is_ready, process, name, seconds=30):
    """Polls closely: how long a start takes is measured by it."""
    deadline = time.monotonic() + seconds
    while not is_ready():
        if process.poll() is not None:
            sys.exit(f"bench: {name} ended with status {process.returncode} at its start")
        if time.monotonic() > deadline:
            sys.exit(f"bench: {name} is not ready after {seconds} s")
        time.sleep(0.002)


def stop(process):
    if process and process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def running(name, command, is_ready, **options):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **options)
    try:
        wait_until(is_ready, process, name)
        yield process
    finally:
        stop(process)


def cpu_nanoseconds(process):
    tasks = pathlib.Path(f"/proc/{process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks)


def resident_megabytes(process):
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0
