"""The servers that the cases are put to: ours, and well-known ones with the same calls behind them."""

import contextlib
import functools
import shutil

import proxies
import servers

CALLS = ("EmptyCall", "UnaryCall")


@contextlib.contextmanager
def trunkline(folder):
    with servers.interop_server(folder) as port:
        yield ("127.0.0.1", port)


@contextlib.contextmanager
def nghttpd(folder):
    """Serves files under the paths of the calls."""
    files = folder / "files" / "grpc.testing.TestService"
    files.mkdir(parents=True)
    for call in CALLS:
        (files / call).write_bytes(bytes(5 if call == "EmptyCall" else 100_012))
    port = servers.free_ports(1)
    command = ["nghttpd", "--no-tls", "--htdocs", folder / "files", port]
    with proxies.started(folder, "nghttpd", port, command):
        yield ("127.0.0.1", port)


@contextlib.contextmanager
def behind(proxy, folder):
    """A proxy that passes calls on to our server."""
    with trunkline(folder) as (host, port), proxy(folder, port) as outside:
        yield (host, outside)


def is_installed(name):
    return name == "trunkline" or name in proxies.installed() or name not in proxies.PROXIES and shutil.which(name)


# By name; ours comes first, and is the only one that must pass.
PEERS = {"trunkline": trunkline, "nghttpd": nghttpd}
PEERS |= {name: functools.partial(behind, proxy) for name, proxy in proxies.PROXIES.items()}
