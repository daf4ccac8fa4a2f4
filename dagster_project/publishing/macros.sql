-- What any SQL client may ask of a published file. Half-open intervals: [from, to).
-- An open end is null; every join in time goes through coalesce, since `x < to or to is null`
-- takes seconds where this takes milliseconds on DuckDB 1.x.

-- A moment in UTC. A timestamp with an offset or zone is converted; one without is UTC already.
-- (A plain cast of '2020-01-01 08:00:00+08' drops the offset.)
create macro as_utc(moment) as
    case
        when regexp_matches(cast(moment as varchar), ':\d.*[+-]\d\d(:?\d\d)?$')
            then make_timestamp(epoch_us(cast(moment as timestamptz)))
        else cast(moment as timestamp)
    end;

create macro is_in_force(valid_on, valid_from, valid_to) as
    valid_from <= cast(valid_on as date)
    and cast(valid_on as date) < coalesce(valid_to, date '9999-12-31');

-- Without a moment: what is known now.
create macro is_known(known_at, recorded_from, recorded_to) as
    case
        when known_at is null then recorded_to is null
        else recorded_from <= as_utc(known_at)
            and as_utc(known_at) < coalesce(recorded_to, timestamp 'infinity')
    end;

create macro entity_list_on(valid_on, known_at := null) as table
    select *
    from dim_entities
    where is_in_force(valid_on, valid_from, valid_to)
      and is_known(known_at, recorded_from, recorded_to);

create macro relationships_on(valid_on, known_at := null) as table
    select *
    from dim_relationships
    where is_in_force(valid_on, valid_from, valid_to)
      and is_known(known_at, recorded_from, recorded_to);

-- One row per relationship event, as known, of a relationship that has not ended by the date, with
-- its verdict *on that date*: the event's own verdict is `event_class`. A party that nobody could
-- know of at `known_at` gives no row: that is no statement that it was not listed.
create macro exposures_on(valid_on, known_at := null) as table
    with
    relationships_in_force as (
        select relationship_id, institution_id, counterparty_id, relationship_kind, status
        from relationships_on(valid_on, known_at := known_at)
        where status is distinct from 'ended'
    ),
    exposures_known as (
        select *
        from fct_exposure_verdicts
        where is_known(known_at, recorded_from, recorded_to)
          and (occurred_on is null or occurred_on <= cast(valid_on as date))
    ),
    funding_known as (
        select funding_id, starts_on, ends_on
        from fct_funding
        where is_known(known_at, recorded_from, recorded_to)
    ),
    entities_known as (
        select
            entity_id,
            bool_or(is_in_force(valid_on, valid_from, valid_to)) as is_listed,
            min(valid_from) as first_listed_from,
            max_by(entity_name, valid_from) as entity_name
        from dim_entities
        where is_known(known_at, recorded_from, recorded_to)
        group by entity_id
    )
    select
        exposures_known.relationship_id,
        exposures_known.funding_id,
        exposures_known.entity_id,
        relationships_in_force.institution_id,
        relationships_in_force.counterparty_id,
        relationships_in_force.relationship_kind,
        relationships_in_force.status as relationship_status,
        entities_known.entity_name,
        case
            when exposures_known.exposure_class
                not in ('listed_at_date', 'listed_later', 'delisted_before')
                then exposures_known.exposure_class
            when entities_known.is_listed then 'listed_at_date'
            when entities_known.first_listed_from > cast(valid_on as date) then 'listed_later'
            else 'delisted_before'
        end as exposure_class,
        exposures_known.exposure_class as event_class,
        coalesce(entities_known.is_listed, false) as is_listed,
        exposures_known.occurred_on,
        funding_known.starts_on,
        funding_known.ends_on,
        exposures_known.listed_from,
        exposures_known.listed_to,
        exposures_known.citation,
        exposures_known.evidence
    from exposures_known
    inner join relationships_in_force
        on exposures_known.relationship_id = relationships_in_force.relationship_id
    left join funding_known
        on exposures_known.funding_id = funding_known.funding_id
    left join entities_known
        on exposures_known.entity_id = entities_known.entity_id
    where exposures_known.entity_id is null or entities_known.entity_id is not null;

comment on macro as_utc is 'A moment as a UTC timestamp; without an offset it is UTC already.';
comment on macro is_in_force is 'Whether a date falls into the half-open interval [from, to).';
comment on macro is_known is
    'Whether a row was known at a moment (UTC); without a moment, whether it is known now.';
comment on macro table entity_list_on is
    'The Entity List as in force on a date, as known at a moment (UTC; default: as known now).';
comment on macro table relationships_on is
    'Relationships in force on a date, as known at a moment (UTC; default: as known now).';
comment on macro table exposures_on is
    'Events of relationships that have not ended by a date, with the verdict on that date, as known at a moment (UTC; default: as known now).';
