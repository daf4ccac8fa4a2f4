"""Faces out of the raw tables, identities back into them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from dagster_project.identity.resolve import Face, Override, resolve
from dagster_project.warehouse import Warehouse

# The four columns by which a printed entry finds its identity; dbt joins on the same ones.
_FACES = """
with

accepted as (

    select landed_id, published_on, dense_rank() over (order by landed_id) as version_number
    from raw.landed_files
    where
        source = 'ecfr' and outcome = 'read'
        and not exists (
            select 1 from raw.landed_verdicts as verdicts
            where verdicts.landed_id = landed_files.landed_id
              and not verdicts.passed and verdicts.severity in ('block', 'hold')
        )

),

entries as (

    select
        entries.*,
        coalesce(entries.citations[1], '') as first_citation,
        row_number() over (
            partition by
                entries.landed_id, entries.country_code, entries.name_key, entries.citations[1]
            order by entries.entry_number
        ) as repeat_number
    from raw.ecfr_entries as entries
    where entries.list_kind = 'entity_list'

),

faces as (

    select
        coalesce(entries.country_code, '') as country_code,
        entries.name_key,
        entries.first_citation,
        entries.repeat_number,
        list(distinct accepted.version_number) as versions,
        min(accepted.published_on) as first_seen_on
    from entries
    inner join accepted on entries.landed_id = accepted.landed_id
    group by all

)

"""

_MEMBERS = """
select
    coalesce(entries.country_code, ''),
    entries.name_key,
    entries.first_citation,
    entries.repeat_number,
    list(distinct members.{key})
from entries
inner join raw.{table} as members
    on entries.landed_id = members.landed_id and entries.entry_number = members.entry_number
group by all
"""


def resolve_in(warehouse: Warehouse, overrides: Path | None = None) -> pa.Table:
    """Resolve every printed entry of the accepted versions and store `raw.entity_identities`.

    `overrides` is the reviewed file of sameness (dbt/seeds/identity_overrides.csv)."""
    with warehouse.connect() as connection:
        faces = connection.execute(_FACES + "select * from faces").fetchall()
        names, addresses = (
            {
                tuple(row[:4]): frozenset(row[4])
                for row in connection.execute(
                    _FACES + _MEMBERS.format(table=table, key=key)
                ).fetchall()
            }
            for table, key in (("ecfr_names", "name_key"), ("ecfr_addresses", "address_key"))
        )
    nothing: frozenset[str] = frozenset()
    identities = resolve(
        [
            Face(
                country_code=country_code,
                name_key=name_key,
                first_citation=first_citation,
                repeat_number=repeat_number,
                versions=frozenset(versions),
                first_seen_on=first_seen_on,
                names=names.get((country_code, name_key, first_citation, repeat_number), nothing),
                addresses=addresses.get(
                    (country_code, name_key, first_citation, repeat_number), nothing
                ),
            )
            for (
                country_code,
                name_key,
                first_citation,
                repeat_number,
                versions,
                first_seen_on,
            ) in faces
        ],
        list(read_overrides(overrides)) if overrides else (),
    )
    warehouse.replace("entity_identities", identities)
    return identities


def read_overrides(path: Path) -> Iterator[Override]:
    """The reviewed file of sameness, one row each. Raises ValueError naming file and row."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            if row["is_same"] not in ("true", "false"):
                raise ValueError(
                    f"{path.name}, row {number}: is_same is {row['is_same']!r}; "
                    "expected true or false"
                )
            yield Override(
                country_code=row["country_code"],
                name_key=row["name_key"],
                other_country_code=row["other_country_code"],
                other_name_key=row["other_name_key"],
                is_same=row["is_same"] == "true",
                reason=row["reason"],
            )
