"""The server: scripted answers by path, each with the fault it is to show.

Here: HTTP and its faults, standard library only. Not here: the shapes of any source's answers
(`sources.py`).
"""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Scripted:
    """One answer. Without a fault it states its true length and sends the whole body.

    `length`: the Content-Length stated; "true", none at all, or a false number.
    `chunked`: chunked transfer instead of a length. `packed`: gzip.
    `sent`: only so many bytes of the wire body are sent. `reset`: then the connection is reset.
    `drip_s`: a pause between single bytes, in seconds.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: str | int | None = "true"
    chunked: bool = False
    packed: bool = False
    sent: int | None = None
    reset: bool = False
    drip_s: float = 0.0


Responder = Callable[[Asked], Scripted]


class Loopback:
    """Serves scripts on a free port of 127.0.0.1 until closed."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._responders: dict[str, Responder] = {}
        self._lock = threading.Lock()
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                loopback._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: a test's output is its own."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def serve(self, path: str, *answers: Scripted | bytes) -> str:
        """Answer `path` with these in turn, the last for ever. Returns the whole address."""
        script = [Scripted(answer) if isinstance(answer, bytes) else answer for answer in answers]

        def respond(_: Asked) -> Scripted:
            with self._lock:
                return script.pop(0) if len(script) > 1 else script[0]

        return self.respond(path, respond)

    def respond(self, path: str, responder: Responder) -> str:
        """Answer `path` with what `responder` makes of each request."""
        self._responders[path] = responder
        return self.url + path

    def count(self, path: str) -> int:
        """How often `path` was asked."""
        return sum(asked.path == path for asked in self.asked)

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        asked = Asked(parts.path, dict(parse_qsl(parts.query)), dict(handler.headers.items()))
        self.asked.append(asked)
        responder = self._responders.get(parts.path)
        scripted = responder(asked) if responder else Scripted(b"not here", status=404)
        try:
            _send(handler, scripted)
        except OSError:  # the client hung up, as some tests want it to
            handler.close_connection = True


def _send(handler: BaseHTTPRequestHandler, scripted: Scripted) -> None:
    body = gzip.compress(scripted.body) if scripted.packed else scripted.body
    handler.send_response(scripted.status)
    for name, value in scripted.headers.items():
        handler.send_header(name, value)
    if scripted.packed:
        handler.send_header("Content-Encoding", "gzip")
    if scripted.chunked:
        handler.send_header("Transfer-Encoding", "chunked")
        body = b"".join(
            b"%x\r\n%s\r\n" % (len(piece), piece)
            for piece in (*(body[at : at + 1000] for at in range(0, len(body), 1000)), b"")
        )
    elif scripted.length is not None:
        stated = len(body) if scripted.length == "true" else scripted.length
        handler.send_header("Content-Length", str(stated))
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True
    sent = body[: scripted.sent]
    if scripted.drip_s:
        for at in range(len(sent)):
            handler.wfile.write(sent[at : at + 1])
            time.sleep(scripted.drip_s)
    else:
        handler.wfile.write(sent)
    if scripted.reset:
        # Lingering for no time makes the kernel send RST instead of FIN.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()
