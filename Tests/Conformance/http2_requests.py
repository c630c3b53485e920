"""RFC 9113, section 8: requests as HTTP has them."""

from catalogue import answered, malformed, stream_error
from wire import *

END = END_HEADERS | END_STREAM


def with_fields(*extra, without=(), flags=END):
    """A request without a body."""
    return frame(HEADERS, flags, 1, block(fields(without=without)) + block(extra))


# Section 8.1: the frames of a message

answered("8.1", "trailers of a request are taken",
         head() + body(flags=0) + frame(HEADERS, END, 1, block([("x-trailer", "1")])))  # fmt: skip
malformed("8.1", "trailers that do not end the stream are malformed",
          head() + body(flags=0) + frame(HEADERS, END_HEADERS, 1, block([("x-trailer", "1")])) + body())  # fmt: skip
malformed("8.1", "trailers with a pseudo-header are malformed",
          head() + body(flags=0) + frame(HEADERS, END, 1, block([(":path", EMPTY_CALL)])))  # fmt: skip
stream_error("8.1", "DATA after trailers are STREAM_CLOSED",
             head() + frame(HEADERS, END, 1, block([("x-trailer", "1")])) + body(),
             STREAM_CLOSED, settings=((INITIAL_WINDOW_SIZE, 0),))  # fmt: skip

# Section 8.1.1: content-length

answered("8.1.1", "content-length that equals the body is good", request(extra=[("content-length", "5")]))
for length, title in (("4", "less than"), ("6", "more than")):
    malformed("8.1.1", f"content-length {title} the body is malformed",
              request(extra=[("content-length", length)]))  # fmt: skip
malformed("8.1.1", "content-length less than two DATA frames is malformed",
          head(extra=[("content-length", "7")]) + body(flags=0) + body())  # fmt: skip
malformed("8.1.1", "content-length without a body is malformed", with_fields(("content-length", "5")))
malformed("8.1.1", "content-length that is not met by trailers is malformed",
          head(extra=[("content-length", "9")]) + body(flags=0)
          + frame(HEADERS, END, 1, block([("x-trailer", "1")])))  # fmt: skip
for value in ("five", "-5", "5x", "99999999999999999999"):
    malformed("8.1.1", f"content-length {value} is malformed", request(extra=[("content-length", value)]))
malformed("8.1.1", "two values of content-length are malformed",
          request(extra=[("content-length", "5"), ("content-length", "6")]))  # fmt: skip

# Section 8.2.1: names and values

for name, title in (
    ("X-Upper", "an upper-case letter"), ("x bad", "a space"), ("x\0bad", "a NUL"), ("x\x7fbad", "a DEL"),
    ("x:bad", "a colon"), ("x\x80bad", "a byte over 127"), ("x\rbad", "a CR"), ("x\nbad", "an LF"),
    ("x(bad", "a parenthesis"),
):  # fmt: skip
    malformed("8.2.1", f"a field name with {title} is malformed", with_fields((name, "1")))
for value, title in (
    ("a\0b", "a NUL"), ("a\rb", "a CR"), ("a\nb", "an LF"), (" a", "a space before it"),
    ("a ", "a space after it"), ("\ta", "a tab before it"), ("a\t", "a tab after it"),
):  # fmt: skip
    malformed("8.2.1", f"a field value with {title} is malformed", with_fields(("x-value", value)))
malformed("8.2.1", "trailers with an upper-case name are malformed",
          head() + body(flags=0) + frame(HEADERS, END, 1, block([("X-Trailer", "1")])))  # fmt: skip
answered("8.2.1", "an empty value is good", request(extra=[("x-empty", "")]))
answered("8.2.1", "spaces and tabs inside a value are good", request(extra=[("x-value", "a \t b")]))
answered("8.2.1", "bytes over 127 in a value are good", request(extra=[("x-value", "caf\xe9")]))

# Section 8.2.2: fields of the connection

for name, value in (
    ("connection", "close"), ("keep-alive", "timeout=5"), ("proxy-connection", "keep-alive"),
    ("transfer-encoding", "chunked"), ("upgrade", "h2c"),
):  # fmt: skip
    malformed("8.2.2", f"{name} is malformed", with_fields((name, value)))
for value in ("gzip", "trailers, deflate"):
    malformed("8.2.2", f"te: {value} is malformed", with_fields(("te", value), without=["te"]))

# Section 8.2.3: cookies

answered("8.2.3", "a cookie may be split over fields", request(extra=[("cookie", "a=1"), ("cookie", "b=2")]))

# Section 8.3: pseudo-headers

for name in (":method", ":scheme", ":path"):
    malformed("8.3.1", f"a request without {name} is malformed", with_fields(without=[name]))
for name, value in (
    (":method", "POST"), (":scheme", "http"), (":path", EMPTY_CALL), (":authority", "localhost"),
):  # fmt: skip
    malformed("8.3", f"{name} given twice is malformed",
              frame(HEADERS, END, 1, block([(name, value)]) + block(fields())))  # fmt: skip
malformed("8.3", "a pseudo-header after other fields is malformed",
          with_fields((":path", EMPTY_CALL), without=[":path"]))  # fmt: skip
for name, value in ((":status", "200"), (":unknown", "1"), (":protocol", "websocket"), (":", "1")):
    malformed("8.3", f"the pseudo-header {name} in a request is malformed",
              frame(HEADERS, END, 1, block([(name, value)]) + block(fields())))  # fmt: skip
for path, title in (("", "empty"), ("grpc.testing", "without a leading slash"), ("*", "* with POST")):
    malformed("8.3.1", f"a :path that is {title} is malformed",
              frame(HEADERS, END, 1, block(fields(path=path))))  # fmt: skip
for value, title in ((" ", "a space"), ("PO ST", "a space inside"), ("", "nothing")):
    malformed("8.3.1", f"a :method of {title} is malformed",
              frame(HEADERS, END, 1, block([(":method", value)]) + block(fields(without=[":method"]))))  # fmt: skip
malformed("8.3.1", "a request with neither :authority nor host is malformed", with_fields(without=[":authority"]))
answered("8.3.1", "host can stand for :authority", request(extra=[("host", "localhost")], without=[":authority"]))

# Section 8.5: CONNECT

malformed("8.5", "CONNECT with :scheme and :path is malformed",
          frame(HEADERS, END, 1, block([(":method", "CONNECT")]) + block(fields(without=[":method"]))))  # fmt: skip
malformed("8.5", "CONNECT without :authority is malformed",
          frame(HEADERS, END, 1, block([(":method", "CONNECT"), ("te", "trailers")])))  # fmt: skip
