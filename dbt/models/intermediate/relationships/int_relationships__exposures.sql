-- One row per funding record, knowledge interval and verdict. An event is held against the listed
-- names and listing periods as known at the same moment: what was not yet on record then was not
-- yet touched.
with

funding as (

    select * from {{ ref('int_relationships__funding') }}

),

candidates as (

    select * from {{ ref('int_relationships__candidates') }}

),

periods as (

    select * from {{ ref('int_entities__listing_periods') }}

),

candidate_funding as (

    select
        funding.funding_key,
        candidates.entity_id,
        candidates.matched_name,
        candidates.score as match_score,
        candidates.level as match_level,
        candidates.verdict as match_verdict,
        candidates.evidence,
        candidates.matcher_version,
        candidates.configuration_hash,
        candidates.is_affiliate,
        greatest(funding.recorded_from, candidates.recorded_from) as recorded_from,
        least(
            {{ open_timestamp('funding.recorded_to') }},
            {{ open_timestamp('candidates.recorded_to') }}
        ) as recorded_to
    from funding
    inner join candidates
        on
            funding.counterparty_name = candidates.name
            and funding.counterparty_country_code is not distinct from candidates.country_code
            and candidates.recorded_from < {{ open_timestamp('funding.recorded_to') }}
            and funding.recorded_from < {{ open_timestamp('candidates.recorded_to') }}

),

held_against_periods as (

    select
        funding.funding_key,
        funding.occurred_on,
        funding.starts_on,
        funding.live_to,
        candidate_funding.entity_id,
        candidate_funding.matched_name,
        candidate_funding.match_score,
        candidate_funding.match_level,
        candidate_funding.match_verdict,
        candidate_funding.evidence,
        candidate_funding.matcher_version,
        candidate_funding.configuration_hash,
        candidate_funding.is_affiliate,
        periods.listed_from,
        periods.listed_to,
        periods.listing_state,
        greatest(candidate_funding.recorded_from, periods.known_from) as recorded_from,
        least(candidate_funding.recorded_to, {{ open_timestamp('periods.known_to') }})
            as recorded_to,
        case
            when periods.listed_from is null then 'not_listed'
            when
                {{ contains_date(
                    'periods.listed_from', 'periods.listed_to', 'funding.occurred_on'
                ) }}
                then 'listed_at_date'
            when funding.occurred_on < periods.listed_from then 'listed_later'
            else 'delisted_before'
        end as time_class
    from candidate_funding
    inner join funding on candidate_funding.funding_key = funding.funding_key
    inner join periods
        on
            candidate_funding.entity_id = periods.entity_id
            and periods.known_from < candidate_funding.recorded_to
            and candidate_funding.recorded_from < {{ open_timestamp('periods.known_to') }}

),

-- of several listing periods the one that holds the event, else the next one, else the last
one_period as (

    select * from held_against_periods
    qualify row_number() over (
        partition by funding_key, recorded_from
        order by
            case time_class when 'listed_at_date' then 1 when 'listed_later' then 2 else 3 end,
            case when time_class = 'listed_later' then listed_from end,
            listed_from desc
    ) = 1

),

classified as (

    select
        *,
        case
            when time_class = 'not_listed' then 'clear'
            when match_verdict <> 'match' then 'near_miss'
            -- another country and a name that is not quite the same: for a person to say
            when is_affiliate and match_score < 0.9 then 'near_miss'
            when is_affiliate then 'related_to_listed'
            else time_class
        end as exposure_class
    from one_period

),

first_candidates as (

    select
        name,
        country_code,
        min(recorded_from) as known_from
    from candidates
    group by name, country_code

),

-- for as long as no name like the reported one is on record
without_candidate as (

    select
        funding.funding_key,
        case when funding.counterparty_name is null then 'undisclosed' else 'clear' end
            as exposure_class,
        funding.recorded_from,
        least(
            {{ open_timestamp('funding.recorded_to') }},
            {{ open_timestamp('first_candidates.known_from') }}
        ) as recorded_to
    from funding
    left join first_candidates
        on
            funding.counterparty_name = first_candidates.name
            and funding.counterparty_country_code
            is not distinct from first_candidates.country_code
    where funding.recorded_from < {{ open_timestamp('first_candidates.known_from') }}

),

verdicts as (

    select
        funding_key,
        exposure_class,
        case when exposure_class <> 'clear' then entity_id end as entity_id,
        matched_name,
        match_score,
        match_level,
        match_verdict,
        evidence,
        matcher_version,
        configuration_hash,
        listed_from,
        listed_to,
        listing_state,
        case
            when {{ overlaps('starts_on', 'live_to', 'listed_from', 'listed_to') }}
                then greatest(starts_on, listed_from)
        end as overlap_from,
        case
            when {{ overlaps('starts_on', 'live_to', 'listed_from', 'listed_to') }}
                then least({{ open_date('live_to') }}, {{ open_date('listed_to') }})
        end as overlap_to,
        starts_on < listed_from and listed_from < {{ open_date('live_to') }} as was_live_at_listing,
        recorded_from,
        recorded_to
    from classified
    union all
    select
        funding_key,
        exposure_class,
        null as entity_id,
        null as matched_name,
        null as match_score,
        null as match_level,
        null as match_verdict,
        null as evidence,
        null as matcher_version,
        null as configuration_hash,
        null as listed_from,
        null as listed_to,
        null as listing_state,
        null as overlap_from,
        null as overlap_to,
        null as was_live_at_listing,
        recorded_from,
        recorded_to
    from without_candidate

)

select
    {{ all_but(['overlap_to', 'recorded_to']) }},
    case when overlap_to < date '9999-12-31' then overlap_to end as overlap_to,
    case when recorded_to < timestamp '9999-12-31 00:00:00' then recorded_to end as recorded_to
from verdicts
where recorded_from < recorded_to
