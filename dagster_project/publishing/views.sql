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
            '[{"source": "varchar", "files": "bigint", "newest_published_on": "date", "fetched_at": "timestamp", "rows_found": "bigint", "rows_parsed": "bigint", "rows_structural": "bigint", "rows_rejected": "bigint", "held_back": "boolean"}]'
        ),
        recursive := true
    )
    from rpt_run;
comment on view run_sources is 'One row per source that this run used.';
comment on column run_sources.source is 'Name of the source.';
comment on column run_sources.files is 'Landed files this run read.';
comment on column run_sources.newest_published_on is 'Date its newest file speaks of.';
comment on column run_sources.fetched_at is 'When its newest accepted file was landed (UTC).';
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
    where recorded_to is null
      and exposure_class in ('listed_at_date', 'listed_later', 'delisted_before', 'related_to_listed')
    group by relationship_id;
comment on view headline_relationships_touched is
    'Relationships that touch a party that is or was listed, whenever: one row per relationship.';
comment on column headline_relationships_touched.exposures is 'Events of this relationship.';
comment on column headline_relationships_touched.exposure_classes is 'Verdicts of these events.';

create view headline_reviews_open as
    select * from exposures_open;
comment on view headline_reviews_open is
    'Relationships that need a person: one row per open review.';
