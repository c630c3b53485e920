#!/usr/bin/env python3
"""A relay for tests: takes mail on a free port of this machine, and prints the port and then each mail as JSON.

It does not know the recipients that begin with "refused", and puts those off that begin with "later"."""

import asyncio
import json
import sys

from aiosmtpd.smtp import SMTP


class Printer:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 no such user"
        if address.startswith("later"):
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        text = envelope.content.decode()
        print(json.dumps({"to": envelope.rcpt_tos, "text": text}), flush=True)
        return "250 OK"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Printer()), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Until the test closes standard input.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
