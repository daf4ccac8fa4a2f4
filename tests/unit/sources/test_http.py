"""The client against a server that breaks off, drips, lies about lengths and sends it elsewhere."""

from __future__ import annotations

import gzip
import os
import re

import pytest
import requests
from loopback.server import Loopback, Scripted

from dagster_project.sources.http import (
    Client,
    ClientSettings,
    Incomplete,
    Refused,
    Unreachable,
    Validators,
    _Body,
    _Request,
    host_of,
)

pytest_plugins = ("loopback.fixtures",)

BODY = b"<DIV9>" + b"an entity; " * 500 + b"</DIV9>\n"
END = re.compile(rb"</DIV9>\s*\Z")


def test_a_body_of_the_stated_length_is_whole(loopback: Loopback, client):
    url = loopback.serve(
        "/list",
        Scripted(BODY, headers={"ETag": '"v1"', "Last-Modified": "x", "Content-Type": "text/xml"}),
    )

    reply = client.get(url)

    assert reply.content == BODY
    assert (reply.url, reply.etag, reply.last_modified) == (url, '"v1"', "x")
    assert (reply.content_type, reply.wire_bytes) == ("text/xml", len(BODY))
    assert (reply.proofs, reply.attempts, reply.not_modified) == (("content-length",), 1, False)


def test_we_say_who_we_are_and_whom_to_ask(loopback: Loopback, client):
    client.get(loopback.serve("/list", BODY))

    [asked] = loopback.asked
    assert asked.headers["User-Agent"] == "entity-list-warehouse/0.1 (export-control@example.edu)"
    assert asked.headers["Accept-Encoding"] == "gzip"
    assert "If-None-Match" not in asked.headers


@pytest.mark.parametrize("contact", ["", "  ", "a\r\nX-Evil: 1"])
def test_a_client_without_a_contact_is_refused(contact: str):
    with pytest.raises(ValueError, match="give a mail address or a page"):
        ClientSettings(hosts=frozenset(), contact=contact)


def test_a_gzip_body_is_unpacked_and_its_trailer_seen(loopback: Loopback, client):
    reply = client.get(loopback.serve("/list", Scripted(BODY, packed=True)))

    assert reply.content == BODY
    assert reply.wire_bytes < len(BODY)
    assert reply.proofs == ("content-length", "gzip-trailer")


def test_a_gzip_body_of_two_members_is_read_to_its_end(loopback: Loopback, client):
    packed = gzip.compress(BODY) + gzip.compress(b"more")
    url = loopback.serve("/list", Scripted(packed, headers={"Content-Encoding": "gzip"}))

    assert client.get(url).content == BODY + b"more"


def test_a_chunked_body_is_whole_with_its_last_chunk(loopback: Loopback, client):
    reply = client.get(loopback.serve("/list", Scripted(BODY, chunked=True)))

    assert reply.content == BODY
    assert reply.proofs == ("last-chunk",)


def test_an_end_marker_proves_a_body_without_length(loopback: Loopback, client):
    reply = client.get(loopback.serve("/list", Scripted(BODY, length=None)), end_marker=END)

    assert reply.content == BODY
    assert reply.proofs == ("end-marker",)


def test_a_body_that_cannot_be_proven_whole_is_an_error(loopback: Loopback, client):
    url = loopback.serve("/list", Scripted(BODY, length=None))

    with pytest.raises(Incomplete, match="cannot be shown to be whole"):
        client.get(url)
    assert loopback.count("/list") == 1


CUT_SHORT = {
    "cut before its stated length": Scripted(BODY, sent=100),
    "nothing of it came": Scripted(BODY, sent=0),
    "gzip cut, no length": Scripted(BODY, packed=True, length=None, sent=40),
    "gzip without its trailer, no length": Scripted(
        BODY, packed=True, length=None, sent=len(gzip.compress(BODY)) - 4
    ),
    "gzip cut by a false length": Scripted(BODY, packed=True, length=40),
    "chunked, cut within a chunk": Scripted(BODY, chunked=True, sent=1500),
    "chunked, without its last chunk": Scripted(
        BODY, chunked=True, sent=len(BODY) + 6 * 7 - len("0\r\n\r\n")
    ),
    "gzip damaged": Scripted(b"\x1f\x8bnot gzip", headers={"Content-Encoding": "gzip"}),
    "no length, end missing": Scripted(BODY, length=None, sent=100),
}


@pytest.mark.parametrize("fault", CUT_SHORT.values(), ids=CUT_SHORT.keys())
def test_a_body_cut_short_is_asked_for_again_and_then_whole(loopback: Loopback, client, fault):
    url = loopback.serve("/list", fault, BODY)

    reply = client.get(url, end_marker=END)

    assert reply.content == BODY
    assert reply.attempts == 2


@pytest.mark.parametrize("fault", CUT_SHORT.values(), ids=CUT_SHORT.keys())
def test_a_body_cut_short_each_time_is_an_error(loopback: Loopback, make_client, fault):
    url = loopback.serve("/list", fault)

    with pytest.raises(Incomplete, match="Remedy: "):
        make_client(attempts=3).get(url, end_marker=END)
    assert loopback.count("/list") == 3


def test_we_count_the_bytes_ourselves(loopback: Loopback, make_client):
    """urllib3 compares with Content-Length today, and can be told not to."""
    session = requests.Session()

    def stop_comparing(response, **_):
        response.raw.enforce_content_length = False

    session.hooks["response"].append(stop_comparing)
    url = loopback.serve("/list", Scripted(BODY, sent=100))

    with pytest.raises(Incomplete, match=f"100 of {len(BODY)} bytes came"):
        make_client(attempts=2, session=session).get(url)


def test_a_false_length_that_hides_the_end_is_tried_again(loopback: Loopback, client):
    """The wire keeps its word here; only the format shows that something is missing."""
    url = loopback.serve("/list", Scripted(BODY, length=100), BODY)

    assert client.get(url, end_marker=END).content == BODY


def test_what_came_whole_is_handed_on_even_when_it_is_not_the_format(loopback: Loopback, client):
    """An error page with status 200 is evidence, for the parser to refuse."""
    page = b"<html>Request Rate Exceeded</html>"
    url = loopback.serve("/list", page)

    reply = client.get(url, end_marker=END)

    assert reply.content == page
    assert reply.proofs == ("content-length",)
    assert loopback.count("/list") == client.settings.attempts


@pytest.mark.parametrize("stated", ["-5", "1e3", "ten", "٣"])
def test_a_length_that_is_no_number_is_an_error(loopback: Loopback, client, stated: str):
    url = loopback.serve(
        "/list",
        Scripted(BODY, length=None, headers={"Content-Length": stated.encode().decode("latin-1")}),
    )

    with pytest.raises((Incomplete, Unreachable)):
        client.get(url)


def test_a_reset_within_the_body_is_tried_again(loopback: Loopback, client):
    url = loopback.serve("/list", Scripted(BODY, sent=2000, reset=True), BODY)

    assert client.get(url).content == BODY


def test_a_connection_that_is_always_reset_is_unreachable(loopback: Loopback, make_client):
    url = loopback.serve("/list", Scripted(b"", length=5000, reset=True))

    with pytest.raises((Unreachable, Incomplete), match=r"3 tries: .*Remedy: "):
        make_client(attempts=3).get(url)


def test_no_server_is_unreachable_and_says_what_was_tried(make_client):
    with pytest.raises(Unreachable, match=r"2 tries: .*refused.*only the rest is asked for"):
        make_client(attempts=2).get("http://127.0.0.1:9/list")


def test_a_server_fault_is_waited_out_longer_each_time(loopback: Loopback, client, fake_time):
    bad = Scripted(b"oops", status=503)
    url = loopback.serve("/list", bad, Scripted(status=500), bad, bad, BODY)

    assert client.get(url).attempts == 5
    assert fake_time.slept == [1.0, 2.0, 4.0, 8.0]


def test_jitter_takes_up_to_half_of_the_wait(loopback: Loopback, fake_time):
    client = Client(
        ClientSettings(frozenset({"127.0.0.1"}), "x@example.edu", loopback_http=True, pause_s=0),
        clock=fake_time.clock,
        sleep=fake_time.sleep,
        jitter=lambda: 0.0,
    )
    client.get(loopback.serve("/list", Scripted(status=502), Scripted(status=502), BODY))

    assert fake_time.slept == [0.5, 1.0]


def test_the_wait_stops_growing_at_its_cap(loopback: Loopback, make_client, fake_time):
    url = loopback.serve("/list", Scripted(status=502))

    with pytest.raises(Unreachable, match="5 tries: status 502; status 502"):
        make_client(backoff_cap_s=3).get(url)
    assert fake_time.slept == [1.0, 2.0, 3.0, 3.0]


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "86400"}, 120.0),
        (
            {
                "Retry-After": "Wed, 09 Oct 2019 12:00:30 GMT",
                "Date": "Wed, 09 Oct 2019 12:00:00 GMT",
            },
            30.0,
        ),
        (
            {
                "Retry-After": "Wed, 09 Oct 2019 11:00:00 GMT",
                "Date": "Wed, 09 Oct 2019 12:00:00 GMT",
            },
            0.0,
        ),
        ({"Retry-After": "soon"}, 1.0),
        ({}, 1.0),
    ],
)
def test_too_many_requests_waits_as_the_server_asks_up_to_a_cap(
    loopback: Loopback, client, fake_time, headers, waited
):
    def responder(asked):
        first = loopback.count("/list") == 1
        return Scripted(status=429, headers=headers) if first else Scripted(BODY)

    # http.server sends a Date of its own first; ours has to be the one that counts.
    loopback.respond("/list", responder)
    loopback._server.RequestHandlerClass.date_time_string = (  # type: ignore[method-assign]
        lambda self, timestamp=None: "Wed, 09 Oct 2019 12:00:00 GMT"
    )
    headers.pop("Date", None)

    assert client.get(loopback.url + "/list").content == BODY
    assert fake_time.slept == [waited]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_clear_no_is_not_asked_twice(loopback: Loopback, client, status: int):
    url = loopback.serve("/list", Scripted(b"no", status=status))

    with pytest.raises(Refused, match=f"status {status}") as refused:
        client.get(url)
    assert refused.value.status == status
    assert loopback.count("/list") == 1


@pytest.mark.parametrize("status", [204, 206])
def test_an_answer_that_was_not_asked_for_is_refused(loopback: Loopback, client, status: int):
    url = loopback.serve("/list", Scripted(b"", status=status))

    with pytest.raises(Refused, match=f"status {status}"):
        client.get(url)


def test_not_modified_is_an_answer_where_a_copy_is_held(loopback: Loopback, client):
    url = loopback.serve("/feed", Scripted(status=304, length=None))

    reply = client.get(url, validators=Validators('"v1"', "Wed, 09 Oct 2019 00:00:00 GMT"))

    assert reply.not_modified
    assert (reply.content, reply.etag) == (b"", '"v1"')
    assert loopback.asked[0].headers["If-None-Match"] == '"v1"'
    assert loopback.asked[0].headers["If-Modified-Since"] == "Wed, 09 Oct 2019 00:00:00 GMT"


@pytest.mark.parametrize("validators", [None, Validators()])
def test_not_modified_without_a_copy_is_an_error(loopback: Loopback, client, validators):
    url = loopback.serve("/feed", Scripted(status=304, length=None))

    with pytest.raises(Refused, match="304"):
        client.get(url, validators=validators)


def test_a_slow_drip_ends_at_the_deadline(loopback: Loopback, make_client, fake_time):
    """Each byte comes well within the read timeout, so only the deadline can end this."""
    url = loopback.serve("/list", Scripted(BODY, drip_s=0.001))
    fake_time.tick_s = 1.0

    with pytest.raises(Unreachable, match="not whole within the deadline of 30 s"):
        make_client(deadline_s=30).get(url)
    assert loopback.count("/list") == 1


def test_a_slow_drip_of_one_chunk_ends_at_the_deadline(loopback: Loopback, make_client, fake_time):
    url = loopback.serve("/list", Scripted(BODY, chunked=True, drip_s=0.001))
    fake_time.tick_s = 1.0

    with pytest.raises(Unreachable, match="not whole within the deadline of 30 s"):
        make_client(deadline_s=30).get(url)


def test_a_silent_server_ends_at_the_read_timeout(loopback: Loopback, make_client):
    url = loopback.serve("/list", Scripted(BODY, drip_s=0.5))

    with pytest.raises(Unreachable, match="timed out"):
        make_client(attempts=1, read_timeout_s=0.05).get(url)


def test_no_retry_is_begun_that_the_deadline_would_cut(loopback: Loopback, make_client, fake_time):
    url = loopback.serve("/list", Scripted(status=503, headers={"Retry-After": "60"}))

    with pytest.raises(Unreachable, match="the deadline of 90 s leaves no time"):
        make_client(deadline_s=90).get(url)
    assert fake_time.slept == [60.0]


def test_requests_to_one_host_keep_their_distance(loopback: Loopback, make_client, fake_time):
    client = make_client(pause_s=2.0)
    url = loopback.serve("/list", BODY)
    client.get(url)
    client.get(url)
    fake_time.now += 1.5
    client.get(url)
    fake_time.now += 5
    client.get(url)

    assert fake_time.slept == [2.0, 0.5]


def test_a_body_announced_too_big_is_refused_unread(loopback: Loopback, make_client):
    url = loopback.serve("/list", Scripted(b"x" * 10, length=5_000_000_000))

    with pytest.raises(Refused, match="5000000000 bytes are announced, the cap is 1000"):
        make_client(max_wire_bytes=1000).get(url)
    assert loopback.count("/list") == 1


def test_a_body_that_grows_too_big_on_the_wire_is_refused(loopback: Loopback, make_client):
    url = loopback.serve("/list", Scripted(os.urandom(300_000), chunked=True))

    with pytest.raises(Refused, match="more came over the wire, the cap is 100000"):
        make_client(max_wire_bytes=100_000).get(url)


def test_a_gzip_bomb_is_refused_before_it_unfolds(loopback: Loopback, make_client):
    bomb = Scripted(bytes(50_000_000), packed=True)
    client = make_client(max_bytes=100_000)

    with pytest.raises(Refused, match="more came out of the body, the cap is 100000"):
        client.get(loopback.serve("/list", bomb))


def test_a_gzip_bomb_never_unfolds_beyond_its_cap():
    bomb = gzip.compress(bytes(5_000_000))
    response = requests.Response()
    response.headers["Content-Encoding"] = "gzip"
    request = _Request(None, None, max_wire_bytes=10**6, max_bytes=1000, deadline=0)
    body = _Body("https://x", response, request)

    with pytest.raises(Refused, match="cap is 1000 "):
        body.add(bomb)
    assert len(body.content) == 1001


def test_caps_can_be_set_for_one_request(loopback: Loopback, make_client):
    client = make_client(max_bytes=10, max_wire_bytes=10)
    url = loopback.serve("/list", BODY)

    assert client.get(url, max_bytes=10_000, max_wire_bytes=10_000).content == BODY
    with pytest.raises(Refused, match="cap is 10 "):
        client.get(url)


def test_an_unknown_content_encoding_is_refused(loopback: Loopback, client):
    url = loopback.serve("/list", Scripted(BODY, headers={"Content-Encoding": "br"}))

    with pytest.raises(Refused, match="content encoding 'br'"):
        client.get(url)


def test_a_redirect_on_the_same_host_is_followed(loopback: Loopback, client):
    target = loopback.serve("/new", BODY)
    url = loopback.serve("/old", Scripted(status=302, headers={"Location": "/new"}))

    reply = client.get(url)

    assert (reply.url, reply.content) == (target, BODY)


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/list",
        "http://10.0.0.1/list",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "//elsewhere.example/list",
        "",
    ],
)
def test_a_redirect_to_another_host_is_refused(loopback: Loopback, client, target: str):
    url = loopback.serve("/old", Scripted(status=301, headers={"Location": target}))

    with pytest.raises(Refused, match="a host that is not configured"):
        client.get(url)
    assert len(loopback.asked) == 1


def test_a_redirect_in_a_circle_ends(loopback: Loopback, client):
    url = loopback.serve("/old", Scripted(status=302, headers={"Location": "/old"}))

    with pytest.raises(Refused, match="more than 3 redirects"):
        client.get(url)


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.1.2.3"],
        ["192.168.0.1"],
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["::1"],
        ["fe80::1%eth0"],
        ["fd00::1"],
        ["::ffff:10.0.0.1"],
        ["0.0.0.0"],
        ["224.0.0.1"],
        ["100.64.0.1"],
        ["93.184.216.34", "10.0.0.1"],
    ],
)
def test_a_name_that_leads_to_a_private_address_is_refused(make_client, addresses):
    client = make_client(hosts=frozenset({"www.ecfr.gov"}), resolver=lambda host, port: addresses)

    with pytest.raises(Refused, match="which is not a public address"):
        client.get("https://www.ecfr.gov/list")


def test_a_redirect_to_a_configured_name_at_a_private_address_is_refused(
    loopback: Loopback, make_client
):
    client = make_client(
        hosts=frozenset({"127.0.0.1", "www.ecfr.gov"}),
        resolver=lambda host, port: ["127.0.0.1" if host == "127.0.0.1" else "10.0.0.1"],
    )
    url = loopback.serve(
        "/old", Scripted(status=302, headers={"Location": "https://www.ecfr.gov/list"})
    )

    with pytest.raises(Refused, match=r"www\.ecfr\.gov is at 10\.0\.0\.1"):
        client.get(url)


def test_a_name_that_does_not_resolve_is_unreachable(make_client):
    def fails(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    client = make_client(hosts=frozenset({"www.ecfr.gov"}), resolver=fails, attempts=2)

    with pytest.raises(Unreachable, match=r"2 tries: the name www\.ecfr\.gov does not resolve"):
        client.get("https://www.ecfr.gov/list")


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://www.ecfr.gov/list", "scheme 'http'"),
        ("ftp://www.ecfr.gov/list", "scheme 'ftp'"),
        ("https://elsewhere.example/list", "host 'elsewhere.example' is not configured"),
        ("https://www.ecfr.gov.evil.example/", "is not configured"),
        ("https://user:secret@www.ecfr.gov/list", "a name or password"),
        ("https://www.ecfr.gov:8443/list", "port 8443"),
        ("https://www.ecfr.gov:99999/list", "not an address"),
        ("not an address", "host None is not configured"),
    ],
)
def test_only_https_to_configured_hosts_is_asked(make_client, url: str, found: str):
    client = make_client(
        hosts=frozenset({"www.ecfr.gov"}), resolver=lambda host, port: ["93.184.216.34"]
    )

    with pytest.raises(Refused, match=re.escape(found)):
        client.get(url)


def test_loopback_is_not_asked_without_the_setting_for_tests(loopback: Loopback, make_client):
    url = loopback.serve("/list", BODY)

    with pytest.raises(Refused, match="scheme 'http'"):
        make_client(loopback_http=False).get(url)
    assert loopback.asked == []


def test_the_environment_names_no_proxy(loopback: Loopback, make_client, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    assert make_client().get(loopback.serve("/list", BODY)).content == BODY


def test_a_proxy_from_the_settings_is_used(loopback: Loopback, make_client):
    """The proxy resolves names itself, so they are not looked up here."""
    loopback.serve("/list", BODY)
    client = make_client(
        proxies={"http": loopback.url}, resolver=lambda host, port: pytest.fail(f"{host} looked up")
    )

    assert client.get("http://127.0.0.1/list").content == BODY
    assert loopback.asked[0].headers["Host"] == "127.0.0.1"


def test_host_of_an_address():
    assert host_of("https://www.ecfr.gov/api") == "www.ecfr.gov"
    with pytest.raises(ValueError, match="names no host"):
        host_of("www.ecfr.gov/api")
