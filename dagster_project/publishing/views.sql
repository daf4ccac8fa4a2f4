-- The common questions, and one view for each headline number of the review page: the number is
-- the count of the view's rows. No view reads the clock: "today" is the day of the run.

create view run_checks as
    select unnest(
        from_json(
            gate_results,
            '[{"gate": "varchar", "check": "varchar", "passed": "boolean", "rows_checked": "bigint", "rows_failed": "bigint", "severity": "varchar", "detail": "varchar"}]'
        ),
        recursive := true
    )
    from rpt_run;
comment on view run_checks is 'One row per check that this run went through before publishing.';
comment on column run_checks.gate is 'Where in the run the check stands.';
comment on column run_checks."check" is 'Name of the check.';
comment on column run_checks.passed is 'Whether it passed.';
comment on column run_checks.rows_checked is 'Rows it looked at.';
comment on column run_checks.rows_failed is 'Rows that failed.';
comment on column run_checks.severity is
    'What a failure means: block or hold stops the publish, flag and warn are shown.';
comment on column run_checks.detail is 'What was found.';

create view run_sources as
    select unnest(
        from_json(
            sources,
            '[{"source": "varchar", "files": "bigint", "newest_published_on": "date", "fetched_at": "timestamp", "verified_at": "timestamp", "rows_found": "bigint", "rows_parsed": "bigint", "rows_structural": "bigint", "rows_rejected": "bigint", "held_back": "boolean"}]'
        ),
        recursive := true
    )
    from rpt_run;
comment on view run_sources is 'One row per source that this run used.';
comment on column run_sources.source is 'Name of the source.';
comment on column run_sources.files is 'Landed files this run read.';
comment on column run_sources.newest_published_on is 'Date its newest file speaks of.';
comment on column run_sources.fetched_at is 'When its newest accepted file was landed (UTC).';
comment on column run_sources.verified_at is
    'When an accepted file of it was last downloaded whole, changed or not (UTC).';
comment on column run_sources.rows_found is 'Rows found in its files.';
comment on column run_sources.rows_parsed is 'Rows taken.';
comment on column run_sources.rows_structural is 'Rows that are headings or footnotes.';
comment on column run_sources.rows_rejected is 'Rows not taken, kept with the reason.';
comment on column run_sources.held_back is
    'Whether its newest batch was held back and the last accepted data used.';

create view entities_current as
    select *
    from entity_list_on((select max(cast(published_at as date)) from rpt_run));
comment on view entities_current is
    'The Entity List in force on the day of this run, as known now: one row per entry.';

create view exposures_open as
    select *
    from rpt_review_queue
    where status = 'open';
comment on view exposures_open is 'Relationships that wait for a decision: one row each.';

create view page_period as
    with latest as (
        select coalesce(
            max(effective_on) filter (
                where effective_on <= (select max(cast(published_at as date)) from rpt_run)
            ),
            (select max(cast(published_at as date)) from rpt_run)
        ) as until_on
        from fct_listing_events
    )
    select cast(until_on - interval 6 months as date) as since_on, until_on
    from latest;
comment on view page_period is
    'One row: the six months up to the latest change of the list in force on the day of the run.';
comment on column page_period.since_on is 'The list as of this day is compared with until_on.';
comment on column page_period.until_on is 'Day of the latest change of the list.';

create view headline_entities_added as
    select distinct events.entity_id, events.effective_on, events.event_kind, events.citation
    from fct_listing_events as events
    inner join page_period
        on events.effective_on > page_period.since_on
        and events.effective_on <= page_period.until_on
    where events.event_kind in ('added', 'relisted');
comment on view headline_entities_added is
    'Entries added or listed again in the page''s period: one row per entry and event.';

create view headline_entities_changed as
    select
        events.entity_id,
        max(events.effective_on) as effective_on,
        string_agg(distinct events.event_kind, ', ' order by events.event_kind) as event_kind,
        string_agg(distinct events.citation, '; ' order by events.citation) as citation
    from fct_listing_events as events
    inner join page_period
        on events.effective_on > page_period.since_on
        and events.effective_on <= page_period.until_on
    where events.event_kind in ('renamed', 'modified')
    group by events.entity_id;
comment on view headline_entities_changed is
    'Entries renamed or modified in the page''s period: one row per entry.';

create view headline_entities_removed as
    select distinct events.entity_id, events.effective_on, events.event_kind, events.citation
    from fct_listing_events as events
    inner join page_period
        on events.effective_on > page_period.since_on
        and events.effective_on <= page_period.until_on
    where events.event_kind = 'removed';
comment on view headline_entities_removed is
    'Entries removed in the page''s period: one row per entry and event.';

create view headline_relationships_touched as
    select
        relationship_id,
        count(*) as exposures,
        string_agg(distinct exposure_class, ', ' order by exposure_class) as exposure_classes
    from fct_exposures
    where exposure_class in ('listed_at_date', 'listed_later', 'delisted_before', 'related_to_listed')
    group by relationship_id;
comment on view headline_relationships_touched is
    'Relationships that touch a party that is or was listed, whenever: one row per relationship.';
comment on column headline_relationships_touched.exposures is 'Events of this relationship.';
comment on column headline_relationships_touched.exposure_classes is 'Verdicts of these events.';

create view headline_reviews_open as
    select * from exposures_open;
comment on view headline_reviews_open is
    'Relationships that need a person: one row per open review.';

create view headline_relationships_undisclosed as
    select distinct relationship_id
    from fct_exposures
    where exposure_class = 'undisclosed';
comment on view headline_relationships_undisclosed is
    'Relationships whose counterparty is not disclosed, so that nobody can hold them against the list: one row per relationship.';

create view headline_near_misses as
    select relationship_id, funding_id, entity_id, evidence
    from fct_exposures
    where exposure_class = 'near_miss';
comment on view headline_near_misses is
    'Events whose counterparty''s name is like a listed one and was not taken for it: one row per event.';

create view headline_entities_absent as
    select entity_id, entity_name, country, valid_from
    from dim_entities
    where recorded_to is null and valid_to is null and listing_state = 'missing_unexplained';
comment on view headline_entities_absent is
    'Entries that the newest version does not print and no rule has removed; they stay listed: one row per entry.';

create view headline_source_disagreements as
    select * from rpt_source_reconciliation;
comment on view headline_source_disagreements is
    'Disagreements between sources on one fact: one row each.';

create view page_list_moves as
    select
        cast(date_trunc('month', effective_on) as date) as month_from,
        count(*) filter (where event_kind in ('added', 'relisted')) as entities_added,
        count(*) filter (where event_kind in ('renamed', 'modified')) as entities_changed,
        count(*) filter (where event_kind = 'removed') as entities_removed
    from fct_listing_events
    where effective_on is not null
    group by month_from;
comment on view page_list_moves is 'How the list moved: one row per month with an event.';
comment on column page_list_moves.month_from is 'First day of the month.';
comment on column page_list_moves.entities_added is 'Additions and relistings taking effect.';
comment on column page_list_moves.entities_changed is 'Renamings and modifications taking effect.';
comment on column page_list_moves.entities_removed is 'Removals taking effect.';

create view page_amendments as
    with
    events as (
        select
            fct_listing_events.*,
            coalesce(
                fct_listing_events.document_number,
                'on ' || cast(fct_listing_events.effective_on as varchar)
            ) as amendment
        from fct_listing_events
    ),
    touched as (
        select events.amendment, count(distinct fct_exposures.relationship_id) as relationships
        from events
        inner join fct_exposures
            on events.entity_id = fct_exposures.entity_id
            and fct_exposures.exposure_class
            in ('listed_at_date', 'listed_later', 'delisted_before', 'related_to_listed')
        group by events.amendment
    )
    select
        events.amendment,
        max(events.document_number) as document_number,
        min(events.citation) as citation,
        max(documents.title) as title,
        min(events.effective_on) as effective_on,
        count(*) filter (where event_kind in ('added', 'relisted')) as entities_added,
        count(*) filter (where event_kind in ('renamed', 'modified')) as entities_changed,
        count(*) filter (where event_kind = 'removed') as entities_removed,
        coalesce(max(touched.relationships), 0) as relationships_touched
    from events
    left join dim_federal_register_documents as documents
        on events.document_number = documents.document_number
    left join touched on events.amendment = touched.amendment
    group by events.amendment;
comment on view page_amendments is
    'One row per rule (or per day, where the rule is not known) with what it did to the list and how many of our relationships its entries touch.';
comment on column page_amendments.amendment is 'Document number, or the day where it is unknown.';
comment on column page_amendments.entities_added is 'Additions and relistings.';
comment on column page_amendments.entities_changed is 'Renamings and modifications.';
comment on column page_amendments.entities_removed is 'Removals.';
comment on column page_amendments.relationships_touched is
    'Relationships that touch an entry of this rule.';

create view page_exposure_grid as
    with kinds as (
        select distinct relationship_id, relationship_kind
        from dim_relationships
        where recorded_to is null
    )
    select
        coalesce(fct_funding.unit, 'unit not reported') as unit,
        coalesce(kinds.relationship_kind, 'kind not reported') as relationship_kind,
        count(distinct fct_exposures.relationship_id) as relationships,
        count(*) as exposures,
        sum(fct_funding.amount) filter (where fct_funding.currency = 'USD') as amount_usd
    from fct_exposures
    left join kinds on fct_exposures.relationship_id = kinds.relationship_id
    left join fct_funding
        on fct_exposures.funding_id = fct_funding.funding_id
        and fct_funding.recorded_to is null
    where fct_exposures.exposure_class
        in ('listed_at_date', 'listed_later', 'delisted_before', 'related_to_listed')
    group by all;
comment on view page_exposure_grid is
    'Where our exposure sits: one row per unit and kind of tie that touches a listed party.';
comment on column page_exposure_grid.relationships is 'Relationships.';
comment on column page_exposure_grid.exposures is 'Events of these relationships.';
comment on column page_exposure_grid.amount_usd is
    'Sum of the amounts reported in US dollars, repeats and corrections as reported; null where none is.';

create view page_ties as
    select
        * exclude (status),
        case exposure_class
            when 'listed_at_date' then 1
            when 'listed_later' then 2
            when 'related_to_listed' then 3
            when 'delisted_before' then 4
            when 'near_miss' then 5
            when 'undisclosed' then 6
            else 7
        end as page_order
    from exposures_open;
comment on view page_ties is
    'The ties to look at, worst first by page_order, undecided only: one row per open review.';
comment on column page_ties.page_order is
    '1 listed at the date, 2 listed later, 3 related to a listed party, 4 delisted before, 5 near miss, 6 undisclosed, 7 anything else.';
