"""Names, dates and addresses from outside: they are values, never SQL, paths or markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.cli import main
from dagster_project.publishing.served import opened
from dagster_project.settings import ROOT
from faults.conftest import Record
from faults.runs import House

HOSTILE = (
    "2020-01-01'; drop table dim_entities; --",
    "x' or '1'='1",
    'x" or 1=1; --',
    "$valid_on",
    "?; attach 'x.db'",
    "{{ var('x') }}",
    "%",
    "\x00",
    "';\n\tcopy dim_entities to 'leak.csv'; --",
    "SenseTime' union select * from read_text('/etc/passwd') --",
    "../../../etc/passwd",
)
MACROS = {
    f"{macro}({arguments})": f"select * from {macro}({arguments})"
    for macro in ("entity_list_on", "relationships_on", "exposures_on")
    for arguments in ("$given", "date '2020-01-01', known_at := $given")
}


@pytest.mark.parametrize("macro", MACROS)
def test_a_macro_takes_hostile_text_for_a_value(published: Path, macro: str) -> None:
    with opened(published / "warehouse.duckdb") as connection:
        for given in HOSTILE:
            with pytest.raises(duckdb.ConversionException):
                connection.execute(MACROS[macro], {"given": given}).fetchall()


WAYS_OUT = (
    "copy dim_entities to '{place}/leak.csv'",
    "from read_text('{place}/secret.txt')",
    "from read_csv('{place}/*')",
    "attach '{place}/other.db'",
    "export database '{place}'",
    "install httpfs",
    "load '{place}/x.duckdb_extension'",
    "create persistent secret s (type s3)",
    "set enable_external_access = true",
    "set threads = 1",
    "create or replace table served.dim_entities as select 1",
    "delete from dim_entities",
    "from sql",  # a variable of ours
)


@pytest.mark.parametrize("sql", WAYS_OUT)
def test_what_our_own_tools_open_leads_nowhere_else(
    sql: str, published: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "allowed").mkdir()
    query = sql.format(place=tmp_path)
    file = published / "warehouse.duckdb"
    with (
        opened(file, writes_to=tmp_path / "allowed") as connection,
        pytest.raises(duckdb.Error),
    ):
        connection.execute(query).fetchall()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["secret.txt"]


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(
    sample_run: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """`entity-list` in this process: exit code, standard output, standard error."""
    monkeypatch.setenv("ENTITY_LIST_DATA", str(sample_run[0].data))

    def run(*arguments: str) -> tuple[int, str, str]:
        code = 0
        try:
            main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


COMMANDS: dict[str, tuple[int, Callable[[str], tuple[str, ...]]]] = {
    "list --on": (2, lambda text: ("list", "--on", text)),
    "list --known-at": (2, lambda text: ("list", "--on", "2020-01-01", "--known-at", text)),
    "changes --since": (2, lambda text: ("changes", "--since", text)),
    "exposures --on": (2, lambda text: ("exposures", "--on", text)),
    "exposures --institution": (0, lambda text: ("exposures", "--institution", text)),
    "exposures --class": (0, lambda text: ("exposures", "--class", text)),
    "review --institution": (0, lambda text: ("review", "--institution", text)),
    "restore": (1, lambda text: ("restore", "--", text)),
    "verify": (1, lambda text: ("verify", "--", text)),
    "quarantine": (2, lambda text: ("quarantine", "--by", "x", "--reason", "x", "--", text)),
    "release": (2, lambda text: ("release", "--by", "x", "--reason", "x", "--", text)),
    "fetch": (2, lambda text: ("fetch", "--", text)),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_takes_hostile_text_for_a_value(
    name: str, command: Command, published: Path, record: Record
) -> None:
    code, arguments = COMMANDS[name]
    # A system passes no argument with a null byte in it.
    found = {command(*arguments(text))[0] for text in HOSTILE if "\x00" not in text}
    with opened(published / "warehouse.duckdb") as connection:
        left = connection.execute("select count(*) > 0 from dim_entities").fetchall()
    record(
        "input",
        f"SQL and paths in `{name}`",
        f"exit {code}, nothing changed",
        f"exit {', '.join(map(str, sorted(found)))}, {'nothing' if left == [(True,)] else 'much'} "
        "changed",
    )
    assert not Path("leak.csv").exists()


def test_hostile_names_are_screened_as_names(command: Command) -> None:
    asked = [text for text in HOSTILE if "\x00" not in text]
    code, out, _ = command("screen", "--format", "csv", "--country", "x' or 1=1", "--", *asked)
    assert code == 0
    assert all(text.split("\n")[0] in out for text in ("$valid_on", "x' or '1'='1", "%"))
    assert "root:" not in out


def test_a_quotation_mark_lists_no_other_institution(command: Command) -> None:
    assert len(command("exposures", "--format", "csv")[1].splitlines()) > 1
    for text in ("x' or '1'='1", "nobody is called so"):
        out = command("exposures", "--institution", text, "--format", "csv")[1]
        assert len(out.splitlines()) == 1


# What keys and tokens of well-known services look like.
SECRETS = re.compile(
    rb"AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|gh[pousr]_[A-Za-z0-9]{36}"
    rb"|xox[abprs]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9]{32,}|AIza[0-9A-Za-z_-]{35}"
)
TRACKED = ("dagster_project", "dbt", "docs", "tests", "benchmarks", "data/sample", ".env.example")


def test_nothing_that_is_kept_served_or_logged_looks_like_a_secret(
    sample_run: tuple[Any, Any], published: Path
) -> None:
    entity_list, ran = sample_run
    assert SECRETS.search(b"key = AKIAIOSFODNN7EXAMPL" + b"E")
    folders = [published.resolve(), *(ROOT / name for name in TRACKED)]
    found = [
        path.name
        for folder in folders
        for path in ([folder] if folder.is_file() else folder.rglob("*"))
        if path.is_file()
        and not {"target", "logs", "__pycache__", "results"}.intersection(path.parts)
        and SECRETS.search(path.read_bytes())
    ]
    assert found == []
    status = (entity_list.data / "published" / "status.json").read_bytes()
    assert SECRETS.search(status + (ran.out + ran.err).encode()) is None


@pytest.mark.all_faults
def test_a_proxy_password_is_not_repeated(house: House, record: Record) -> None:
    house.environment = {
        "HTTPS_PROXY": "http://officer:hunter2-hunter2@127.0.0.1:9",
        "ENTITY_LIST_LIVE_SOURCES": "ecfr",
    }
    code = house.refresh(input_="live")
    told = house.said + str(house.outcome())
    record(
        "input",
        "a proxy with a password cannot be reached",
        "exit 4, the password is not told",
        f"exit {code}, the password is {'' if 'hunter2' in told else 'not '}told",
    )


@pytest.mark.all_faults
def test_the_page_of_dagster_listens_on_loopback_where_nobody_asks_for_more() -> None:
    """`dagster dev` hands its host on where one is given, and the web server has its own."""
    from dagster._cli.dev import dev_command
    from dagster_webserver.cli import dagster_webserver

    hosts = []
    for command in (dagster_webserver, dev_command):
        with command.make_context("page", [], resilient_parsing=True) as context:
            hosts.append(context.params["host"])
    assert hosts == ["127.0.0.1", None]
    assert not re.search(r"\bhost\b", (ROOT / "dagster.yaml").read_text(encoding="utf-8"))
