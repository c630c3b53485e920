"""A relay that counts what passes: the only way to see from outside whether a message was compressed."""

import contextlib
import socket
import threading


class Relay:
    """Carries the bytes of every connection to a port, and counts those that come back."""

    def __init__(self, target):
        self.target = target
        self.answered_bytes = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                for source, sink, counts in ((client, server, False), (server, client, True)):
                    threading.Thread(target=self.carry, args=(source, sink, counts), daemon=True).start()

    def carry(self, source, sink, counts):
        with contextlib.suppress(OSError):
            while chunk := source.recv(65_536):
                if counts:
                    self.answered_bytes += len(chunk)
                sink.sendall(chunk)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def counting(target):
    relay = Relay(target)
    try:
        yield relay
    finally:
        relay.listener.close()
