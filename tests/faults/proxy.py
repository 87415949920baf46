"""A proxy between tablets and the server that does what bad Wi-Fi does, by a seed.

Faults: the request is dropped before the server sees it; the response is dropped after the server has stored
it; the response breaks off; the request is sent twice; the response comes late; a captive portal answers with
HTML and status 200.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from random import Random
from typing import Final

FAULTS: Final = ("drop-before", "drop-after", "truncate", "duplicate", "delay", "portal")
PORTAL: Final = b"<!doctype html><title>Wi-Fi</title><p>Xin dang nhap de dung mang."


class FaultProxy:
    """Forwards HTTP/1.1 requests with a Content-Length; every `share`-th or so meets a fault.

    counts  how often each fault happened
    """

    def __init__(self, target: int, *, random: Random, share: float) -> None:
        self.target, self._random, self._share = target, random, share
        self.counts: Counter[str] = Counter()

    async def serve(self) -> asyncio.Server:
        """Listen on a free port of the loopback."""
        return await asyncio.start_server(self._handle, "127.0.0.1", 0, limit=1 << 20)

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await message(reader)
            response = await self._answer(request)
            writer.write(response)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            self.counts["no-server"] += 1
        finally:
            writer.close()

    async def _answer(self, request: bytes) -> bytes:
        fault = self._random.choice(FAULTS) if self._random.random() < self._share else ""
        if fault:
            self.counts[fault] += 1
        if fault == "drop-before":
            return b""
        if fault == "portal":
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(PORTAL)}\r\n\r\n"
            return head.encode() + PORTAL
        response = await self._forward(request)
        if fault == "duplicate":
            response = await self._forward(request)
        if fault == "delay":
            await asyncio.sleep(self._random.uniform(0.05, 0.3))
        if fault == "drop-after":
            return b""
        return response[: len(response) // 2] if fault == "truncate" else response

    async def _forward(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target, limit=1 << 20)
        try:
            writer.write(request)
            return await message(reader)
        finally:
            writer.close()


async def message(reader: asyncio.StreamReader) -> bytes:
    """A request or response with its body; IncompleteReadError when it breaks off."""
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.split(b":", 1) for line in head.lower().splitlines()[1:] if line)
    length = int(fields.get(b"content-length", b"0"))
    return head + await reader.readexactly(length)
