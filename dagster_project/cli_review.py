"""The review officer's commands: `review`, `decide`, `why`, `receipt`, `export`, `audit-pack`.

Here: arguments, how an answer is shown, and exit codes. Not here: any answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dagster_project.cli_output import (
    Format,
    FormatOption,
    KnownAt,
    Now,
    date_option,
    read_moment,
    say,
    show,
)
from dagster_project.outcomes import Exit, Problem
from dagster_project.settings import Settings

if TYPE_CHECKING:
    from dagster_project.serving import Answer

# What fits a terminal; the other formats hold every column.
_QUEUE_AT_A_GLANCE = (
    "review_id",
    "status",
    "institution_name",
    "counterparty_name",
    "entity_name",
    "exposure_class",
    "citation",
    "waiting_since",
    "reason_opened",
)
_WHY_AT_A_GLANCE = (
    "known_at",
    "cause",
    "counterparty_name",
    "value_before",
    "value_after",
    "words",
    "citation",
)

receipt_app = typer.Typer(help="Write and verify receipts.", no_args_is_help=True)


class FileFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


class Decision(StrEnum):
    CONFIRMED = "confirmed"
    NOT_THE_SAME_PARTY = "not_the_same_party"
    NO_ACTION_NEEDED = "no_action_needed"
    MODIFIED = "modified"
    TERMINATED = "terminated"
    ESCALATED = "escalated"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(review)
    app.command()(decide)
    app.command()(why)
    app.command()(export)
    app.command("audit-pack")(audit_pack)
    app.add_typer(receipt_app, name="receipt")


def review(
    institution: Annotated[str | None, typer.Option(help="Part of the institution's name.")] = None,
    class_: Annotated[str | None, typer.Option("--class", help="One exposure class.")] = None,
    document: Annotated[
        str | None,
        typer.Option(help="Everything a rule touches: '84 FR 54002' (any page) or its number."),
    ] = None,
    older_than: Annotated[
        int | None, typer.Option("--older-than", min=0, help="Waiting for more than these days.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Decided ones too.")] = False,
    now: Now = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """The queue of findings that wait for a person, the longest waiting first."""
    from dagster_project.review import queue

    answer = queue(
        _settings(),
        institution=institution,
        exposure_class=class_,
        document=document,
        older_than_days=older_than,
        with_decided=all_,
        now=now or _now(),
    )
    _show(answer, format_, _QUEUE_AT_A_GLANCE)


def decide(
    review_id: Annotated[str, typer.Argument(help="From `entity-list review`.")],
    decision: Annotated[Decision, typer.Argument(help="What is decided.")],
    author: Annotated[str, typer.Option("--author", "--by", help="Who decides.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    now: Now = None,
) -> None:
    """Record a decision, with the facts it relies on; the next refresh uses it."""
    from dagster_project.decisions import record

    path = record(
        _settings(),
        review_id,
        decision=decision.value,
        author=author,
        reason=reason,
        now=now or _now(),
    )
    say(f"recorded in {path.name}; the next refresh uses it. Put the file under version control")


def why(
    who: Annotated[
        str,
        typer.Argument(
            metavar="RELATIONSHIP_OR_NAME",
            help="Id of a relationship, review, record or entity, or part of a name.",
        ),
    ],
    from_: Annotated[
        str, typer.Option("--from", help="A moment (what was known then), or a generation.")
    ],
    to: Annotated[str, typer.Option("--to", help="A later moment, or another generation.")],
    format_: FormatOption = Format.TABLE,
) -> None:
    """Why an answer changed between two moments, or two published runs.

    The cause is list, alias, funding_record, decision, rule or matcher.
    """
    from dagster_project.review import (
        GENERATION_NAME,
        why_between_generations,
        why_between_moments,
    )

    named = [GENERATION_NAME.fullmatch(text) is not None for text in (from_, to)]
    if all(named):
        answer = why_between_generations(_settings(), who, from_, to)
        _show(answer, format_, _WHY_AT_A_GLANCE)
        return
    if any(named):
        raise typer.BadParameter("give two moments or two generations, not one of each")
    since, until = read_moment(from_), read_moment(to)
    if until < since:
        raise typer.BadParameter("--to is before --from")
    answer = why_between_moments(_settings(), who, since, until)
    _show(answer, format_, _WHY_AT_A_GLANCE)


@receipt_app.command("write")
def receipt_write(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME…]", help="Names to screen; without any: the run served."),
    ] = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166-1 code of the names given.")] = None,
    on: Annotated[date | None, date_option("Listed on this date? Default: today.")] = None,
    known_at: KnownAt = None,
    generation: Annotated[str | None, typer.Option(help="Another published run.")] = None,
    copy: Annotated[Path | None, typer.Option("--copy", help="A copy to hand out.")] = None,
    now: Now = None,
) -> None:
    """Write a receipt of a screening, or of a published run, to the chain in data/receipts/."""
    from dagster_project import proof

    moment = now or _now()
    if names:
        content = proof.screening(
            _settings(),
            [(name, country) for name in names],
            on=on or moment.date(),
            known_at=known_at,
            now=moment,
        )
    else:
        content = proof.run(_settings(), generation, now=moment)
    keep_receipt(content, copy)


def keep_receipt(content: dict[str, object], copy: Path | None) -> None:
    """Append a receipt to the chain, say where it lies, and copy it where asked."""
    from dagster_project.receipts import ReceiptDamaged, append
    from dagster_project.write_once import write_once

    if copy is not None and copy.exists():
        raise Problem(f"{copy.name} is there already", "name another file", Exit.USAGE)
    try:
        path, receipt = append(_settings().receipts, content)
    except ReceiptDamaged as damaged:
        raise Problem(
            f"the chain of receipts is not whole: {damaged}",
            "restore it from version control or a backup",
            Exit.GATE_STOPPED,
        ) from damaged
    if copy is not None:
        write_once(copy, path.read_bytes())
    say(f"receipt {receipt['number']} in {path.name}, sha256 {receipt['sha256']}")


@receipt_app.command("verify")
def receipt_verify(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build a run again from the landed bytes.")
    ] = False,
) -> None:
    """Run a receipt again, offline, and say: identical, or which fact differs (exit 3)."""
    from dagster_project.proof import verify
    from dagster_project.receipts import ReceiptDamaged

    try:
        verified = verify(_settings(), file, rebuild=rebuild)
    except ReceiptDamaged as damaged:
        print(damaged)
        raise typer.Exit(Exit.GATE_STOPPED) from damaged
    for note in verified.notes:
        say(note)
    if not verified.differences:
        print("identical")
        return
    for line in verified.differences:
        print(line)
    raise typer.Exit(Exit.GATE_STOPPED)


def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", file_okay=False)],
    format_: Annotated[FileFormat, typer.Option("--format", help="For the tables.")],
) -> None:
    """Write the queue and the exposures for colleagues, and a feed of changes (JSON Feed)."""
    from dagster_project.audit import export as write

    for path in write(_settings(), format_.value, directory):
        print(path)


def audit_pack(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", dir_okay=False)],
    since: Annotated[date, date_option("First day.")],
    until: Annotated[date, date_option("Last day.")],
) -> None:
    """One archive for an auditor: queue, decisions, changes, receipts, inputs' hashes, manifest."""
    from dagster_project.audit import write_pack

    print(f"{write_pack(_settings(), since, until, file)}  {file.name}")


def _show(answer: Answer, format_: Format, at_a_glance: Sequence[str]) -> None:
    if format_ is Format.TABLE:
        at = [list(answer.columns).index(column) for column in at_a_glance]
        rows = [[row[number] for number in at] for row in answer.rows]
        answer = replace(answer, columns=at_a_glance, rows=rows)
    show(answer, format_)


def _settings() -> Settings:
    return Settings.from_environment()


def _now() -> datetime:
    return datetime.now(UTC)
