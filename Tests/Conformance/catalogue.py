"""Cases by the requirement that each one checks. Modules fill it when they are imported."""

import dataclasses
from typing import Callable

import wire
from connection import Connection


@dataclasses.dataclass(frozen=True)
class Case:
    section: str
    title: str
    # Called with the address of the server; raises when the server does not do what the section asks.
    run: Callable

    @property
    def name(self):
        return f"{self.section}  {self.title}"


CASES = []


def case(section, title, settings=()):
    """The decorated function gets a connection on which the handshake is done."""

    def register(function):
        def run(address):
            with Connection(address, settings) as connection:
                function(connection)

        CASES.append(Case(section, title, run))
        return function

    return register


def bare_case(section, title):
    """The decorated function gets the address, and makes its own connection."""

    def register(function):
        CASES.append(Case(section, title, function))
        return function

    return register


def connection_error(section, title, sent, *codes, settings=()):
    @case(section, title, settings)
    def run(connection):
        connection.send(sent)
        connection.expect_connection_error(*codes)


def stream_error(section, title, sent, *codes, stream=1, settings=()):
    @case(section, title, settings)
    def run(connection):
        connection.send(sent)
        connection.expect_stream_error(stream, *codes)


def malformed(section, title, sent):
    @case(section, title)
    def run(connection):
        connection.send(sent)
        connection.expect_malformed()


def answered(section, title, sent, stream=1, settings=()):
    """What is sent holds a whole call, which is answered."""

    @case(section, title, settings)
    def run(connection):
        connection.send(sent)
        connection.expect_answer(stream)


def borne(section, title, sent, stream=1):
    """What is sent is no error: a call after it is answered."""
    answered(section, title, sent + wire.request(stream), stream)
