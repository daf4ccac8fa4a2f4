"""Gate 2: what must be true of the built marts, besides what dbt tests.

Here: rules that need the whole of a mart, or of two. Not here: what one column or one model says
of itself (dbt contracts and tests).
"""

from __future__ import annotations

from dagster_project.publishing.facts import GateResult
from dagster_project.quality.judge import judge
from dagster_project.quality.rules import Rule, measure, to_frame
from dagster_project.warehouse import Warehouse

_RULES = (
    Rule(
        "newest_version_is_in_force",
        "block",
        """
        with newest as (
            select landed_id from intermediate.int_versions__numbered
            where recorded_to is null order by published_on desc limit 1
        ),
        printed as (
            select entity_id, entity_name
            from intermediate.int_entities__entries
            inner join newest using (landed_id)
        ),
        in_force as (select entity_id from marts.dim_entities where is_current)
        select
            count(*),
            count(*) filter (in_force.entity_id is null),
            array_to_string(
                (list(printed.entity_name) filter (in_force.entity_id is null))[:3], '; '
            )
        from printed left join in_force using (entity_id)
        """,
    ),
    Rule(
        "nothing_is_in_force_that_is_not_printed_or_marked",
        "block",
        """
        with newest as (
            select landed_id from intermediate.int_versions__numbered
            where recorded_to is null order by published_on desc limit 1
        ),
        printed as (
            select entity_id
            from intermediate.int_entities__entries
            inner join newest using (landed_id)
        ),
        in_force as (
            select entity_id, entity_name, listing_state from marts.dim_entities where is_current
        )
        select
            count(*),
            count(*) filter (printed.entity_id is null and listing_state = 'listed'),
            array_to_string(
                (list(entity_name) filter (
                    printed.entity_id is null and listing_state = 'listed'
                ))[:3],
                '; '
            )
        from in_force left join printed using (entity_id)
        """,
    ),
    Rule(
        "few_absences_are_unexplained",
        "hold",
        """
        select
            (select count(*) from marts.dim_entities where is_current),
            case
                when count(*) > greatest(
                    5, 0.005 * (select count(*) from marts.dim_entities where is_current)
                ) then count(*)
                else 0
            end,
            array_to_string(list(country || ': ' || entity_name)[:3], '; ')
        from marts.rpt_unexplained_absences
        """,
    ),
    Rule(
        "no_absence_is_unexplained",
        "warn",
        """
        select
            (select count(*) from marts.dim_entities where is_current),
            count(*),
            array_to_string(list(country || ': ' || entity_name)[:3], '; ')
        from marts.rpt_unexplained_absences
        """,
    ),
    Rule(
        "every_removal_says_why",
        "block",
        """
        select
            count(*),
            count(*) filter (closed_because is null),
            array_to_string((list(entity_name) filter (closed_because is null))[:3], '; ')
        from marts.dim_entities where valid_to is not null
        """,
        at_least=0,
    ),
    Rule(
        "every_listed_entity_has_a_primary_name",
        "block",
        """
        with named as (
            select distinct entity_id from marts.dim_entity_names
            where is_current and name_kind = 'primary'
        )
        select
            count(*),
            count(*) filter (named.entity_id is null),
            array_to_string((list(entity_name) filter (named.entity_id is null))[:3], '; ')
        from marts.dim_entities left join named using (entity_id)
        where is_current and entity_kind = 'party'  -- an address entry names nobody
        """,
    ),
    Rule(
        "no_money_is_multiplied",
        "block",
        """
        with stated as (
            select coalesce(sum(amount_usd), 0) as amount
            from marts.fct_funding where recorded_to is null
        ),
        totals as (
            select coalesce(sum(total_amount_usd), 0) as amount
            from marts.dim_relationships where is_current
        )
        select
            1,
            case when stated.amount is distinct from totals.amount then 1 else 0 end,
            'records sum to ' || stated.amount || ', relationships to ' || totals.amount
        from stated cross join totals
        """,
    ),
    Rule(
        "every_accepted_funding_row_is_kept",
        "block",
        """
        with landed as (
            select landed_id, rows_parsed from marts.rpt_landing
            where source = 'section-117' and outcome = 'accepted'
        ),
        linked as (
            select landed_id, count(row_number) as rows_linked
            from raw.section_117_gift_links group by landed_id
        )
        select
            coalesce(sum(rows_parsed), 0),
            coalesce(sum(abs(rows_parsed - coalesce(rows_linked, 0))), 0),
            string_agg(landed_id || chr(58) || rows_parsed || chr(47) || rows_linked, chr(59))
                filter (rows_parsed is distinct from rows_linked)
        from landed left join linked using (landed_id)
        """,
        at_least=0,
    ),
)


def expected_checks() -> set[str]:
    """The names of the checks that gate 2 must report, besides the dbt tests."""
    return {f"gate_2.{rule.name}" for rule in _RULES}


def judge_marts(warehouse: Warehouse) -> list[GateResult]:
    """One result for each rule over the marts as they stand in the build database."""
    with warehouse.connect() as connection:
        measures = measure(connection, _RULES, {})
    return judge("gate_2", to_frame({"marts": measures}), _RULES)["marts"]
