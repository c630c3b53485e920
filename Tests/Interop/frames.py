"""HTTP/2 frames written by hand, so that they can be wrong."""

import socket
import struct

import hpack
from hyperframe.frame import DataFrame, Frame, HeadersFrame, SettingsFrame

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
ANSWER_SECONDS = 10


class RawConnection:
    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=ANSWER_SECONDS)
        self.encoder, self.decoder = hpack.Encoder(), hpack.Decoder()
        self.received = b""
        self.socket.sendall(PREFACE + SettingsFrame(0).serialize())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def call(self, path, data, headers=(), stream=1, trailers=()):
        """Sends one request with `data` as its body, and returns all headers of the answer."""
        fields = {":method": "POST", ":scheme": "http", ":path": path, ":authority": "localhost"}
        fields |= {"content-type": "application/grpc", "te": "trailers"} | dict(headers)
        head = HeadersFrame(stream, self.encoder.encode(list(fields.items())), flags=["END_HEADERS"])
        body = DataFrame(stream, data, flags=[] if trailers else ["END_STREAM"])
        self.socket.sendall(head.serialize() + body.serialize())
        if trailers:
            last = self.encoder.encode(list(trailers))
            self.socket.sendall(HeadersFrame(stream, last, flags=["END_HEADERS", "END_STREAM"]).serialize())
        answer = {}
        while True:
            frame = self.read_frame()
            if isinstance(frame, HeadersFrame) and frame.stream_id == stream:
                answer |= {str(name): str(value) for name, value in self.decoder.decode(frame.data)}
            if frame.stream_id == stream and ("END_STREAM" in frame.flags or frame.type == 0x3):
                return answer

    def read_frame(self):
        header = self.read(9)
        frame, length = Frame.parse_frame_header(memoryview(header))
        frame.parse_body(memoryview(self.read(length)))
        if isinstance(frame, SettingsFrame) and "ACK" not in frame.flags:
            self.socket.sendall(SettingsFrame(0, flags=["ACK"]).serialize())
        return frame

    def read(self, count):
        while len(self.received) < count:
            arrived = self.socket.recv(65_536)
            if not arrived:
                raise ConnectionError("the server closed the connection without an answer")
            self.received += arrived
        taken, self.received = self.received[:count], self.received[count:]
        return taken


def framed(message):
    return struct.pack(">BI", 0, len(message)) + message
