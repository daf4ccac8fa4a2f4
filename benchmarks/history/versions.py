"""Many versions of the Entity List, made by perturbing one real file.

Here: a build database whose raw tables hold `versions` dated versions of the newest landed file.
Not here: any measurement. Each entry of the file gets a time to be added and perhaps one to be
removed, to be renamed in place, to have its policy amended or an alias added; every amendment
appends a citation of its day, as the Federal Register's do. The perturbation is a hash of entry
and salt, so that every run makes the same list. The newest version is the file itself, less what
is removed.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from dagster_project.sources.ecfr.parse import parse
from dagster_project.warehouse import Warehouse

_PERTURBED = """
create or replace temp table versions as
select
    number,
    date '2012-01-06' + cast(number * 21 as integer) as published_on,
    'ecfr/' || (date '2012-01-06' + cast(number * 21 as integer)) || '/made' as landed_id
from range(1, $versions + 1) as made(number);

create or replace temp macro chance(entry_number, salt) as
    (hash(entry_number, salt) % 1000000) / 1000000.0;
create or replace temp macro turn(entry_number, salt) as
    2 + cast(floor(chance(entry_number, salt) * ($versions - 2)) as integer);

create or replace temp table fates as
select
    *,
    case when chance(entry_number, 'old') < 0.9 then 1 else turn(entry_number, 'added') end
        as added_in,
    case when chance(entry_number, 'removed') < 0.04 then turn(entry_number, 'gone') end
        as removed_in,
    case when chance(entry_number, 'renamed') < 0.03 then turn(entry_number, 'name') end
        as renamed_in,
    case when chance(entry_number, 'amended') < 0.35 then turn(entry_number, 'policy') end
        as amended_in,
    case when chance(entry_number, 'alias') < 0.25 then turn(entry_number, 'new alias') end
        as alias_in
from base_entries where list_kind = 'entity_list';

create or replace temp table printed as
select
    versions.number,
    versions.landed_id,
    versions.published_on,
    fates.*,
    versions.number < fates.renamed_in as has_old_name,
    versions.number < fates.amended_in as has_old_policy,
    versions.number < fates.alias_in as lacks_alias,
    list_filter(
        [renamed_in, amended_in, alias_in],
        lambda turn: turn is not null and turn > fates.added_in and turn <= versions.number
    ) as amendments
from fates
inner join versions
    on fates.added_in <= versions.number
    and versions.number < coalesce(fates.removed_in, $versions + 1);

insert into raw.landed_files by name
select landed_id, 'ecfr' as source, landed_id as name, landed_id as sha256, published_on,
    cast(published_on as timestamp) + interval 12 hour as fetched_at, 'read' as outcome
from versions;

insert into raw.ecfr_entries by name
select
    landed_id, entry_number, list_kind, first_row, last_row, country, country_code, entity_text,
    entity_kind,
    case when has_old_name then 'Former ' || entity_name else entity_name end as entity_name,
    case when has_old_name then 'former ' || name_key else name_key end as name_key,
    license_requirement, requirement_key,
    case when has_old_policy then 'Case by case' else license_review_policy end
        as license_review_policy,
    case when has_old_policy then 'case by case' else policy_key end as policy_key,
    footnotes,
    list_concat(
        [coalesce(citations[1], '')],
        list_transform(list_sort(amendments), lambda turn: '99 FR ' || turn)
    ) as citations,
    successor_clause, including_clause, see_also, content_key, flagged
from printed;

insert into raw.ecfr_names by name
select printed.landed_id, base_names.* replace (
    case when has_old_name and name_number = 1 then 'Former ' || name else name end as name,
    case when has_old_name and name_number = 1 then 'former ' || base_names.name_key
        else base_names.name_key end as name_key)
from printed inner join base_names on printed.entry_number = base_names.entry_number
where name_number = 1 or not coalesce(lacks_alias, false)
union all by name
select landed_id, entry_number, 1000 as name_number, 'Former ' || entity_name as name,
    'also_known_as' as name_kind, 'former ' || name_key as name_key
from printed where renamed_in is not null and not has_old_name;

insert into raw.ecfr_addresses by name
select printed.landed_id, base_addresses.*
from printed inner join base_addresses on printed.entry_number = base_addresses.entry_number;

insert into raw.ecfr_terms by name
select printed.landed_id, base_terms.*
from printed inner join base_terms on printed.entry_number = base_terms.entry_number;

insert into raw.ecfr_citations by name
select landed_id, printed.entry_number, 1 as citation_number, volume, page, base.citation,
    base.published_on, base.citation_text
from printed
inner join base_citations as base
    on printed.entry_number = base.entry_number and base.citation_number = 1
union all by name
select landed_id, entry_number,
    1 + row_number() over (partition by landed_id, entry_number order by turn) as citation_number,
    99 as volume, turn as page, '99 FR ' || turn as citation,
    date '2012-01-06' + cast(turn * 21 as integer) as published_on,
    '99 FR ' || turn as citation_text
from (select landed_id, entry_number, unnest(amendments) as turn from printed);
"""


def make(path: Path, real_file: Path, versions: int) -> Warehouse:
    """A build database at `path` with so many perturbed versions of the real file."""
    path.unlink(missing_ok=True)
    warehouse = Warehouse(path)
    warehouse.prepare()
    parsed = parse(
        real_file.read_bytes(),
        name=real_file.name,
        published_on=date.fromisoformat(real_file.name[:10]),
    )
    with warehouse.connect() as connection:
        for table, rows in parsed.tables.items():
            connection.register("parsed_rows", rows)
            name = table.replace("ecfr_", "base_")
            connection.execute(f"create temp table {name} as select * from parsed_rows")
            connection.unregister("parsed_rows")
        _run(connection, versions)
    return warehouse


def _run(connection: duckdb.DuckDBPyConnection, versions: int) -> None:
    for statement in _PERTURBED.replace("$versions", str(versions)).split(";\n\n"):
        connection.execute(statement)
