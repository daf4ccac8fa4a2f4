"""`entity-list …`: one thin command a question or task; each calls one function.

Here: arguments, how an answer is shown, and exit codes. Not here: any answer. Everything heavy is
imported inside the command that needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import csv
import gc
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dagster_project import cli_review
from dagster_project.cli_output import (
    Format,
    FormatOption,
    KnownAt,
    Now,
    date_option,
    plain,
    read_moment,
    say,
    show,
)
from dagster_project.outcomes import Exit, Problem, explained
from dagster_project.settings import Settings

if TYPE_CHECKING:
    pass

app = typer.Typer(
    name="entity-list",
    help="Which of an institution's relationships touched a party on the US Entity List, on which "
    "date, as known when, and what is the evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Input(StrEnum):
    SAMPLE = "sample"
    LANDED = "landed"
    LIVE = "live"


Author = Annotated[str, typer.Option("--by", help="Who decides.")]
Reason = Annotated[str, typer.Option(help="Why.")]


@app.command("import")
def import_command(
    source: Annotated[str, typer.Argument(help="ecfr, section-117, ledger, gdelt, …")],
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, readable=True)],
    published_on: Annotated[
        date | None,
        date_option("The date the files speak of; default: the date in the file's name."),
    ] = None,
    landed_at: Annotated[
        datetime | None,
        typer.Option(parser=read_moment, metavar="TIMESTAMP", help="When they came (UTC)."),
    ] = None,
) -> None:
    """Land local files as though they had been fetched."""
    from dagster_project.intake import import_files, source_named

    unreadable = 0
    for imported in import_files(
        _settings(),
        source_named(source),
        files,
        published_on=published_on,
        landed_at=landed_at,
        now=_now(),
    ):
        file = imported.file
        when = file.published_on or "undated"
        if imported.error:
            unreadable += 1
            say(f"kept as evidence, but unreadable: {imported.error}")
            say("the next refresh will not use it; `entity-list quarantine` takes it out")
        elif imported.is_new:
            rows = file.parser_outcome.get("rows_found")
            say(f"landed {file.name} of {when}: {rows} rows, sha256 {file.sha256[:16]}")
        else:
            say(f"already landed: {file.name} of {when}, sha256 {file.sha256[:16]}")
        if imported.rejected:
            say(f"{len(imported.rejected)} of its rows are not taken:")
            for reason in imported.rejected:
                say(f"  {reason}")
    if unreadable:
        raise typer.Exit(Exit.SOURCE_UNREADABLE)


@app.command()
def refresh(
    input_: Annotated[
        Input,
        typer.Option(
            "--input",
            help="live: fetch first. landed: only what is landed. sample: land the sample first.",
        ),
    ] = Input.LIVE,
    now: Now = None,
) -> None:
    """The main job: ingest, gate, build, match, gate, publish."""
    from dagster_project.runner import refresh as run

    raise typer.Exit(run(_settings(), input_.value, now=now, say=say, tell=print))


@app.command("list")
def list_command(
    on: Annotated[date, date_option("In force on this date.")],
    known_at: KnownAt = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """The Entity List as in force on a date, as known at a moment."""
    from dagster_project import serving

    show(serving.listed_on(_settings(), on, known_at), format_)


@app.command()
def changes(
    since: Annotated[date | None, date_option("From this day on.")] = None,
    until: Annotated[date | None, date_option("Up to and with this day.")] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Listing events in order, with citation."""
    from dagster_project import serving

    show(serving.changes(_settings(), since, until), format_)


@app.command()
def screen(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME…")] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="CSV with a column `name`, optionally `country`."
        ),
    ] = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166-1 code of the names given.")] = None,
    on: Annotated[date | None, date_option("Listed on this date? Default: today.")] = None,
    known_at: KnownAt = None,
    receipt: Annotated[
        Path | None,
        typer.Option(help="Keep a receipt in data/receipts/, and a copy in this file."),
    ] = None,
    now: Now = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Candidates on the list for names, with verdict, score, level and evidence."""
    asked: list[tuple[str, str | None]] = [(name, country) for name in names or []]
    if file is not None:
        asked += _names_in(file, country)
    if not asked:
        raise typer.BadParameter("give a name, or a file of names with --file")
    moment = now or _now()
    valid_on = on or moment.date()
    with _uncollected():
        from dagster_project import serving

        if receipt is not None:
            from dagster_project.proof import screening

            content = screening(_settings(), asked, on=valid_on, known_at=known_at, now=moment)
            cli_review.keep_receipt(content, receipt)
        show(serving.screen(_settings(), asked, valid_on=valid_on, known_at=known_at), format_)


@app.command()
def exposures(
    institution: Annotated[str | None, typer.Option(help="Part of the institution's name.")] = None,
    on: Annotated[date | None, date_option("Relationships in force on this date.")] = None,
    class_: Annotated[str | None, typer.Option("--class", help="One exposure class.")] = None,
    known_at: KnownAt = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Relationships against listings."""
    from dagster_project import serving

    if known_at is not None and on is None:
        raise typer.BadParameter("--known-at goes with --on")
    show(serving.exposures(_settings(), institution, on, class_, known_at), format_)


@app.command()
def status(format_: FormatOption = Format.TABLE) -> None:
    """The last run, what is served, how old its sources are, and what the gates said."""
    from dagster_project import serving

    found = serving.status(_settings())
    if format_ is Format.JSON:
        print(json.dumps(found, indent=1, default=plain))
        return
    rows = serving.status_rows(found, now=_now())
    show(serving.Answer(("what", "value"), rows), format_)


@app.command()
def query(sql: str, format_: FormatOption = Format.TABLE) -> None:
    """SQL of your own over the served file: read-only, no other file, no network."""
    from dagster_project import serving

    show(serving.query(_settings(), sql), format_)


@app.command("ledger-template")
def ledger_template(
    file: Annotated[Path | None, typer.Argument(help="Default: standard output.")] = None,
) -> None:
    """Write an empty ledger with its columns and what stands in each."""
    from dagster_project.sources.ledger.records import COLUMNS

    if file is None:
        csv.writer(sys.stdout, lineterminator="\n").writerow(COLUMNS)
    elif file.exists():
        raise Problem(f"{file.name} is there already", "name another file", Exit.USAGE)
    else:
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerow(COLUMNS)
    for name, words in COLUMNS.items():
        say(f"{name:<24} {words}")


@app.command()
def fetch(
    source: Annotated[str, typer.Argument(help="ecfr, federal-register, csl, …")], now: Now = None
) -> None:
    """Fetch what a source has that is not landed, and land it. Nothing is built."""
    from dagster_project.fetching import fetch_source
    from dagster_project.intake import source_named

    fetched = fetch_source(_settings(), source_named(source), now or _now(), say)
    for url, reason in fetched.failed:
        say(f"could not be had: {url}: {reason}")
    say(f"{len(fetched.landed)} new files landed")
    if fetched.failed:
        raise typer.Exit(Exit.SOURCE_UNREADABLE)


@app.command()
def backfill(
    since: Annotated[date, date_option("First as-of date.")] = date(2017, 1, 1),
    until: Annotated[date | None, date_option("Last as-of date.")] = None,
    now: Now = None,
) -> None:
    """Fetch every version of the Entity List that is not landed; resumable."""
    from dagster_project.fetching import backfill_ecfr

    landed = backfill_ecfr(_settings(), since, until, now=now or _now(), say=say)
    say(f"{landed} new versions landed; `entity-list refresh --input landed` builds with them")


@app.command()
def quarantine(
    landed_id: Annotated[str | None, typer.Argument(help="Without it: what is landed.")] = None,
    by: Author = "",
    reason: Reason = "",
    format_: FormatOption = Format.TABLE,
) -> None:
    """Take a landed file out of the next runs; its bytes stay."""
    from dagster_project import intake

    if landed_id is None:
        show(intake.landed_files(_settings()), format_)
    else:
        intake.set_quarantine(
            _settings(), landed_id, action="quarantine", decided_by=by, reason=reason, now=_now()
        )
        say(f"{landed_id} is out of the next runs; `entity-list release` takes it back in")


@app.command()
def release(landed_id: str, by: Author, reason: Reason) -> None:
    """Take a file into the next runs: out of quarantine, or though gate 1 holds it."""
    from dagster_project import intake

    intake.set_quarantine(
        _settings(), landed_id, action="release", decided_by=by, reason=reason, now=_now()
    )
    say(f"{landed_id} is in the next runs; what blocks it still does, what holds it does not")


@app.command()
def restore(
    generation: Annotated[str, typer.Argument(help="Its name below generations/.")],
) -> None:
    """Serve an earlier generation again, once its files are proven whole."""
    from dagster_project.publishing.generation import restore as serve_again

    say(f"serving {serve_again(_settings().published, generation).name}")


@app.command()
def prune(
    keep: Annotated[
        int | None,
        typer.Option(min=2, help="How many stay. Default: ENTITY_LIST_KEEP_GENERATIONS."),
    ] = None,
) -> None:
    """Delete old generations by rule, as every publish does; landed files never."""
    from dagster_project.lock import only_writer
    from dagster_project.publishing.generation import prune as delete_old

    settings = _settings()
    with only_writer(settings):
        gone = delete_old(settings.published, keep or settings.keep_generations)
    say(f"{len(gone)} generations deleted: {', '.join(gone) or 'none is too old'}")


@app.command()
def verify(
    generation: Annotated[str | None, typer.Argument(help="Default: the one served.")] = None,
) -> None:
    """Prove every file of a generation, and every landed file, equal to its manifest."""
    from dagster_project import serving

    for line in serving.verify(_settings(), generation):
        say(line)


cli_review.register(app)


def _names_in(file: Path, country: str | None) -> list[tuple[str, str | None]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened, strict=True)
        if "name" not in (reader.fieldnames or ()):
            raise Problem(
                f"{file.name} has the columns {', '.join(reader.fieldnames or ['none'])}",
                "give it a column called `name` (and, if you like, `country`)",
                Exit.USAGE,
            )
        return [
            (row["name"].strip(), (row.get("country") or "").strip() or country)
            for row in reader
            if row["name"].strip()
        ]


@contextmanager
def _uncollected() -> Iterator[None]:
    """What one answer is made of is no garbage until the process ends, and not worth a walk then:
    a collector of garbage takes a twentieth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _settings() -> Settings:
    return Settings.from_environment()


def _now() -> datetime:
    return datetime.now(UTC)


def main(arguments: Sequence[str] | None = None) -> None:
    """The outermost edge: every foreseen error becomes a message with a remedy and a code."""
    try:
        app(args=arguments, prog_name="entity-list")
    except Exception as error:
        problem = explained(error)
        if problem is None:
            raise
        say(f"error: {problem.found}\nremedy: {problem.remedy}")
        sys.exit(problem.code)


if __name__ == "__main__":
    main()
