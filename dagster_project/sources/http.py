"""One polite HTTP client: whole bodies from configured hosts, or an error that says why not.

Here: asking, waiting, retrying, and proving that a body is whole. Not here: where bytes are kept
(`landing.py`), what is asked of which source (each source's `fetch.py`) and what the bytes mean
(`parse.py`). The clock, the sleep, the jitter, name resolution and the session are handed in.

Why not urllib3's `Retry` alone: it sleeps by itself, it cannot retry a body that was cut short
after the headers came, and it knows no total deadline.
"""

from __future__ import annotations

import http.client
import ipaddress
import random
import re
import socket
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
import urllib3

PROJECT = "entity-list-warehouse"
MEBIBYTE = 1024 * 1024

_LOOPBACK_NAMES = {"127.0.0.1", "::1", "localhost"}
_REDIRECTS = {301, 302, 303, 307, 308}
# 408 and 425 ask for the same request again (RFC 9110 section 15.5.9, RFC 8470 section 5.2).
_RETRIED_STATUSES = {408, 425, 429}
_PIECE = 64 * 1024


class FetchError(RuntimeError):
    """Nothing usable came back. The message says what was asked, what came and the remedy."""

    def __init__(self, url: str, found: str, remedy: str, *, status: int | None = None) -> None:
        super().__init__(f"{url}: {found}. Remedy: {remedy}")
        self.url, self.found, self.remedy, self.status = url, found, remedy, status


class Unreachable(FetchError):
    """No good answer in time, after retries. Asking again later may succeed."""


class Refused(FetchError):
    """The server, or a rule of ours, says no. Asking again changes nothing."""


class Incomplete(FetchError):
    """A body came that cannot be shown to be whole. It is not used."""


@dataclass(frozen=True)
class ClientSettings:
    """What the client may do. Times in seconds, sizes in bytes.

    `hosts` are the only hosts asked, also by redirect. `contact` (a mail address or a page) goes
    into the user agent, so that a source can reach whoever runs this. `deadline_s` bounds one
    `get` with all its retries and waits; it is looked at between pieces of a body and between
    attempts. `pause_s` is the least time between two requests to one host. `loopback_http` allows
    plain http to the loopback interface and nothing else: tests only. With `proxies` the proxy
    resolves names, so addresses are not checked here.
    """

    hosts: frozenset[str]
    contact: str
    version: str = "0.1"
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 60.0
    deadline_s: float = 600.0
    attempts: int = 5
    backoff_s: float = 1.0
    backoff_cap_s: float = 60.0
    retry_after_cap_s: float = 120.0
    pause_s: float = 1.0
    max_wire_bytes: int = 256 * MEBIBYTE
    max_bytes: int = 1024 * MEBIBYTE
    max_redirects: int = 3
    loopback_http: bool = False
    proxies: Mapping[str, str] = field(default_factory=dict)
    ca_bundle: str | None = None

    def __post_init__(self) -> None:
        if not self.contact.strip() or not self.contact.isprintable():
            raise ValueError(
                f"contact is {self.contact!r}: give a mail address or a page, on one line, so "
                "that a source can reach whoever runs this"
            )
        if self.attempts < 1:
            raise ValueError(f"attempts is {self.attempts}: at least 1 is needed")

    @property
    def user_agent(self) -> str:
        return f"{PROJECT}/{self.version} ({self.contact})"


@dataclass(frozen=True)
class Validators:
    """What a server gave with the copy that we still hold."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class Reply:
    """A whole body, or the word that our copy is still the newest (`not_modified`).

    `proofs` says how the body was shown to be whole: `content-length`, `last-chunk`,
    `gzip-trailer`, `end-marker`.
    """

    url: str
    content: bytes
    not_modified: bool
    etag: str | None
    last_modified: str | None
    content_type: str | None
    wire_bytes: int
    proofs: tuple[str, ...]
    attempts: int


def host_of(url: str) -> str:
    """The host of an address, as `ClientSettings.hosts` wants it."""
    host = urlsplit(url).hostname
    if not host:
        raise ValueError(f"{url!r} names no host; give a whole address such as https://host/path")
    return host


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class _TryAgain(Exception):
    """One attempt failed in a way that a further one may mend."""

    def __init__(self, found: str, *, wait_s: float | None = None, cut_short: bool = False) -> None:
        super().__init__(found)
        self.found, self.wait_s, self.cut_short = found, wait_s, cut_short


class Client:
    """Asks politely. Not for use from several threads at once."""

    def __init__(
        self,
        settings: ClientSettings,
        *,
        session: requests.Session | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        resolver: Callable[[str, int], Sequence[str]] = resolve,
    ) -> None:
        """`clock` counts seconds from anywhere; `jitter` gives numbers from 0 up to 1."""
        self.settings = settings
        self._clock, self._sleep, self._jitter, self._resolver = clock, sleep, jitter, resolver
        self._session = session or requests.Session()
        # Proxies, certificates and passwords come from settings, never from the environment.
        self._session.trust_env = False
        self._session.proxies.update(settings.proxies)
        if settings.ca_bundle:
            self._session.verify = settings.ca_bundle
        self._asked_at: dict[str, float] = {}

    def get(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        end_marker: re.Pattern[bytes] | None = None,
        max_wire_bytes: int | None = None,
        max_bytes: int | None = None,
    ) -> Reply:
        """The whole body at `url`.

        `validators` only where the copy they came with is still held: they allow the answer
        "not modified". `end_marker` must match a whole body of this format (search, so anchor it
        with `\\Z`); it is the proof where the wire gives none.

        Raises Unreachable, Refused or Incomplete.
        """
        settings = self.settings
        request = _Request(
            validators=validators,
            end_marker=end_marker,
            max_wire_bytes=max_wire_bytes or settings.max_wire_bytes,
            max_bytes=max_bytes or settings.max_bytes,
            deadline=self._clock() + settings.deadline_s,
        )
        tried: list[str] = []
        last: _TryAgain | None = None
        for attempt in range(1, settings.attempts + 1):
            request.attempt = attempt
            try:
                return self._attempt(url, request)
            except _TryAgain as again:
                last = again
                tried.append(again.found)
            if attempt == settings.attempts:
                break
            wait = self._wait(attempt, last)
            if self._clock() + wait > request.deadline:
                tried.append(f"the deadline of {settings.deadline_s:g} s leaves no time to go on")
                break
            self._sleep(wait)
        found = f"{len(tried)} tries: {'; '.join(tried)}"
        if last is not None and last.cut_short:
            raise Incomplete(
                url, found, "ask again later; if it stays, look at the address in a browser"
            )
        raise Unreachable(
            url, found, "run again later: what has landed is kept and only the rest is asked for"
        )

    def _wait(self, attempt: int, again: _TryAgain) -> float:
        """Seconds before the next attempt: exponential with jitter, or what the server asks."""
        if again.wait_s is not None:
            return max(0.0, min(again.wait_s, self.settings.retry_after_cap_s))
        full = min(self.settings.backoff_cap_s, self.settings.backoff_s * 2.0 ** (attempt - 1))
        return full * (0.5 + self._jitter() / 2)

    def _attempt(self, url: str, request: _Request) -> Reply:
        at = url
        for _ in range(self.settings.max_redirects + 1):
            response = self._send(at, request)
            try:
                if response.status_code in _REDIRECTS:
                    at = self._redirected(at, response)
                    continue
                return self._receive(at, response, request)
            finally:
                response.close()
        raise Refused(
            url,
            f"more than {self.settings.max_redirects} redirects, the last to {at}",
            "put the final address into the settings",
        )

    def _redirected(self, at: str, response: requests.Response) -> str:
        target = urljoin(at, response.headers.get("Location", ""))
        parts = urlsplit(target)
        if not response.headers.get("Location") or parts.hostname not in self.settings.hosts:
            raise Refused(
                at,
                f"status {response.status_code} redirects to {target!r}, a host that is not "
                "configured",
                "check that the address is right; if the source has moved, add its new host",
                status=response.status_code,
            )
        return target

    def _send(self, url: str, request: _Request) -> requests.Response:
        parts = self._allowed(url)
        host = str(parts.hostname)
        self._keep_pace(host)
        left = request.deadline - self._clock()
        if left <= 0:
            raise self._too_late(url)
        headers = {
            "User-Agent": self.settings.user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            **(request.validators.headers() if request.validators else {}),
        }
        timeout = (
            min(self.settings.connect_timeout_s, left),
            min(self.settings.read_timeout_s, left),
        )
        try:
            return self._session.get(
                url, headers=headers, timeout=timeout, stream=True, allow_redirects=False
            )
        except requests.exceptions.SSLError as error:
            if "CERTIFICATE_VERIFY_FAILED" not in str(error):  # a handshake that broke off
                raise _TryAgain(_in_short(error)) from error
            raise Refused(
                url,
                f"no trusted encrypted connection ({error})",
                "check the clock of this machine; behind a proxy that opens connections, name "
                "its certificate bundle in the settings",
            ) from error
        except requests.exceptions.RequestException as error:
            raise _TryAgain(_in_short(error)) from error
        finally:
            self._asked_at[host] = self._clock()

    def _allowed(self, url: str) -> SplitResult:
        """The address taken apart, when the rules allow it to be asked."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise Refused(url, f"not an address ({error})", "correct it") from error
        host = parts.hostname
        if host not in self.settings.hosts:
            raise Refused(
                url, f"host {host!r} is not configured", "add the host to the settings if meant"
            )
        if parts.username is not None or parts.password is not None:
            raise Refused(url, "a name or password in the address", "take it out")
        loopback = self.settings.loopback_http and host in _LOOPBACK_NAMES
        if parts.scheme != "https" and not (loopback and parts.scheme == "http"):
            raise Refused(url, f"scheme {parts.scheme!r}", "only https is asked")
        if port not in (None, 443) and not loopback:
            raise Refused(url, f"port {port}", "only port 443 is asked")
        if not self.settings.proxies:
            self._check_addresses(url, host, port or 443, loopback)
        return parts

    def _check_addresses(self, url: str, host: str, port: int, loopback: bool) -> None:
        # A name that is changed between this look and the connection still has to show the
        # host's certificate, which nothing on a private address can.
        try:
            addresses = self._resolver(host, port)
        except OSError as error:
            raise _TryAgain(f"the name {host} does not resolve ({error})") from error
        for text in addresses:
            address = ipaddress.ip_address(text.partition("%")[0])
            if loopback and address.is_loopback:
                continue
            if not address.is_global or address.is_multicast:
                raise Refused(
                    url,
                    f"{host} is at {address}, which is not a public address",
                    "check the name service of this machine",
                )

    def _keep_pace(self, host: str) -> None:
        asked_at = self._asked_at.get(host)
        if asked_at is not None:
            wait = asked_at + self.settings.pause_s - self._clock()
            if wait > 0:
                self._sleep(wait)

    def _receive(self, url: str, response: requests.Response, request: _Request) -> Reply:
        status = response.status_code
        if status == HTTPStatus.NOT_MODIFIED:
            return self._not_modified(url, response, request)
        if status in _RETRIED_STATUSES or status >= 500:
            raise _TryAgain(f"status {status}", wait_s=_retry_after(response))
        if status != HTTPStatus.OK:
            raise Refused(
                url,
                f"status {status} {response.reason or ''}".rstrip(),
                "check the address and the question; the source says that it will not answer it",
                status=status,
            )
        body = _Body(url, response, request)
        while piece := self._read(url, response):
            body.add(piece)
            if self._clock() > request.deadline:
                raise self._too_late(url)
        proofs = body.finish()
        content = bytes(body.content)
        ended = bool(request.end_marker and request.end_marker.search(content))
        if ended:
            proofs.append("end-marker")
        elif request.end_marker and request.attempt < self.settings.attempts:
            raise _TryAgain("the body does not end as its format does", cut_short=True)
        if not proofs:
            raise Incomplete(
                url,
                f"{len(content)} bytes without length, last chunk, gzip trailer or known end: "
                "the body cannot be shown to be whole",
                "give an end marker for this format, or ask a server that states the length",
            )
        return Reply(
            url=url,
            content=content,
            not_modified=False,
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
            content_type=response.headers.get("Content-Type"),
            wire_bytes=body.wire_bytes,
            proofs=tuple(proofs),
            attempts=request.attempt,
        )

    def _read(self, url: str, response: requests.Response) -> bytes:
        # read1 returns after one receive, so that a slow drip cannot outwait the deadline; the
        # bytes stay as they came, so that length and trailer can be proven.
        try:
            return response.raw.read1(_PIECE, decode_content=False) or b""
        except urllib3.exceptions.HTTPError as error:
            causes = (error, *error.args, error.__cause__)
            cut_short = any(
                isinstance(cause, (http.client.IncompleteRead, urllib3.exceptions.IncompleteRead))
                for cause in causes
            )
            found = f"the body of {url} broke off ({_in_short(error)})"
            raise _TryAgain(found, cut_short=cut_short) from error

    def _not_modified(self, url: str, response: requests.Response, request: _Request) -> Reply:
        if not request.validators or not request.validators.headers():
            raise Refused(
                url,
                "status 304 (not modified), though no copy was named",
                "a cache on the way is at fault; ask again without it",
                status=304,
            )
        return Reply(
            url=url,
            content=b"",
            not_modified=True,
            etag=response.headers.get("ETag") or request.validators.etag,
            last_modified=response.headers.get("Last-Modified") or request.validators.last_modified,
            content_type=None,
            wire_bytes=0,
            proofs=(),
            attempts=request.attempt,
        )

    def _too_late(self, url: str) -> Unreachable:
        return Unreachable(
            url,
            f"not whole within the deadline of {self.settings.deadline_s:g} s",
            "run again later, or raise the deadline if the source is only slow",
        )


@dataclass
class _Request:
    """What one `get` carries from attempt to attempt."""

    validators: Validators | None
    end_marker: re.Pattern[bytes] | None
    max_wire_bytes: int
    max_bytes: int
    deadline: float
    attempt: int = 0


class _Body:
    """A body as it comes in: counted on the wire, unpacked under a cap, then proven whole."""

    def __init__(self, url: str, response: requests.Response, request: _Request) -> None:
        self.url, self.request = url, request
        self.content = bytearray()
        self.wire_bytes = 0
        self.chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
        self.length = None if self.chunked else _stated_length(url, response)
        if self.length is not None and self.length > request.max_wire_bytes:
            raise self._too_big(f"{self.length} bytes are announced", request.max_wire_bytes)
        coding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if coding not in ("identity", "gzip", "x-gzip", ""):
            raise Refused(
                url, f"content encoding {coding!r}", "only gzip and plain bodies are understood"
            )
        self.packed = coding in ("gzip", "x-gzip")
        self.unpacker = zlib.decompressobj(wbits=31)

    def add(self, piece: bytes) -> None:
        self.wire_bytes += len(piece)
        if self.wire_bytes > self.request.max_wire_bytes:
            raise self._too_big("more came over the wire", self.request.max_wire_bytes)
        if not self.packed:
            self.content += piece
        else:
            self._unpack(piece)
        if len(self.content) > self.request.max_bytes:
            raise self._too_big("more came out of the body", self.request.max_bytes)

    def _unpack(self, piece: bytes) -> None:
        try:
            while piece:
                if self.unpacker.eof:  # a further member: RFC 1952 section 2.2
                    self.unpacker = zlib.decompressobj(wbits=31)
                room = self.request.max_bytes + 1 - len(self.content)
                self.content += self.unpacker.decompress(piece, room)
                if len(self.content) > self.request.max_bytes:
                    return
                piece = self.unpacker.unconsumed_tail or self.unpacker.unused_data
        except zlib.error as error:
            raise _TryAgain(f"the gzip body is damaged ({error})", cut_short=True) from error

    def finish(self) -> list[str]:
        """The proofs the wire gives. An open gzip or a short body is an error."""
        proofs = []
        if self.length is not None:
            # urllib3 looks too, unless somebody tells it not to: this proof is ours.
            if self.wire_bytes != self.length:
                raise _TryAgain(f"{self.wire_bytes} of {self.length} bytes came", cut_short=True)
            proofs.append("content-length")
        if self.chunked:  # http.client raises unless it has seen the last, empty chunk
            proofs.append("last-chunk")
        if self.packed:
            if not self.unpacker.eof:
                raise _TryAgain("the gzip trailer is missing", cut_short=True)
            proofs.append("gzip-trailer")
        return proofs

    def _too_big(self, found: str, cap: int) -> Refused:
        return Refused(
            self.url,
            f"{found}, the cap is {cap} bytes",
            "look at the address: raise the cap only if the source really is that big",
        )


def _stated_length(url: str, response: requests.Response) -> int | None:
    text = response.headers.get("Content-Length")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()):
        raise Incomplete(url, f"Content-Length is {text!r}", "the server is at fault; ask later")
    return int(text)


def _retry_after(response: requests.Response) -> float | None:
    """Seconds the server asks us to wait: RFC 9110 section 10.2.3, a number or a date.

    A date is read against the server's own `Date`, so that no clock of ours comes into it.
    """
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        since = parsedate_to_datetime(response.headers.get("Date", ""))
        return (until - since).total_seconds()
    except (TypeError, ValueError):
        return None


def _in_short(error: BaseException) -> str:
    """The innermost cause in a few words: the layers above only wrap it."""
    while True:
        inner = getattr(error, "reason", None) or (error.args[0] if error.args else None)
        if not isinstance(inner, BaseException):
            return f"{type(error).__name__}: {str(error)[:200]}"
        error = inner
