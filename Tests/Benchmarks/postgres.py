"""A PostgreSQL of the run's own, tuned, durable, in a folder that is removed; pgbench drives it by its socket."""

import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")
SCRIPTS = pathlib.Path(__file__).resolve().parent / "postgres"
# All that makes it faster and loses nothing that was committed.
SETTINGS = {
    "shared_buffers": "2GB",
    "max_wal_size": "8GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "wal_buffers": "64MB",
    "checkpoint_timeout": "1h",
    "max_connections": "200",
    "jit": "off",
    "autovacuum": "off",
    "synchronous_commit": "on",
    "fsync": "on",
}


def is_installed():
    return (PROGRAMS / "pgbench").exists()


def as_its_user(command):
    """The server refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


class Cluster:
    def __init__(self, folder):
        self.folder = folder

    def program(self, name, *arguments, **options):
        command = as_its_user([PROGRAMS / name, *arguments])
        run = subprocess.run(command, capture_output=True, text=True, cwd="/", **options)
        if run.returncode:
            raise SystemExit(f"bench: {name} failed: {run.stderr.strip()}")
        return run.stdout

    def start(self):
        self.program("initdb", "--pgdata", self.folder / "data", "--auth", "trust", "--username", "bench")
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        settings += f" -c listen_addresses= -c unix_socket_directories={self.folder}"
        # Its own log: the server keeps the pipe of pg_ctl open.
        log = self.folder / "log"
        self.program("pg_ctl", "--pgdata", self.folder / "data", "--log", log, "-w", "-o", settings, "start")

    def stop(self):
        self.program("pg_ctl", "--pgdata", self.folder / "data", "-m", "immediate", "stop")

    def address(self):
        return ["--host", self.folder, "--username", "bench"]

    def run(self, script, **variables):
        text = (SCRIPTS / script).read_text()
        options = [option for name, value in variables.items() for option in ("--set", f"{name}={value}")]
        options += ["--set", "ON_ERROR_STOP=1", "--quiet"]
        return self.program("psql", *self.address(), "--dbname", "postgres", *options, input=text)

    def bench(self, script, clients, seconds):
        text = (SCRIPTS / script).read_text()
        options = ["--protocol", "prepared", "--no-vacuum", "--client", str(clients), "--jobs", "1"]
        options += ["--time", str(max(1, round(seconds))), "--file", "-", "postgres"]
        return self.program("pgbench", *self.address(), *options, input=text)

    def rate(self, script, clients, seconds):
        rate = re.search(r"^tps = ([0-9.]+)", self.bench(script, clients, seconds), re.M)
        # On a busy machine not even all clients may be connected in that time.
        return float(rate.group(1)) if rate else 0.0


@contextlib.contextmanager
def cluster():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="trunkline-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    peer = Cluster(folder)
    try:
        peer.start()
        try:
            yield peer
        finally:
            peer.stop()
    finally:
        shutil.rmtree(folder)
