-- One row per organization: an institution that reports, a counterparty that is reported, or a
-- party that was removed from the list before the landed history begins.
with

records as (

    select * from {{ ref('int_funding__records') }}

),

institutions as (

    select
        institution_id as organization_id,
        {{ at_max('institution_name', 'cast(recorded_from as string) || institution_name') }}
            as organization_name,
        case
            when max(institution_number) like 'cordis:%' then 'consortium' else 'institution'
        end as organization_kind,
        case when max(institution_number) not like 'cordis:%' then 'US' end as country,
        {{ joined_once('institution_number', ', ') }}
            as organization_number,
        {{ joined_once('institution_rule', ', ') }} as identity_rule
    from records
    group by institution_id

),

counterparties as (

    select
        counterparty_id as organization_id,
        coalesce(min(counterparty_name), 'Undisclosed') as organization_name,
        case when min(counterparty_name) is null then 'undisclosed' else 'counterparty' end
            as organization_kind,
        min(counterparty_country_code) as country,
        {{ joined_once('counterparty_number', ', ') }}
            as organization_number,
        case
            when min(counterparty_name) is null then 'undisclosed_in_country'
            else 'same_folded_name_and_country'
        end as identity_rule
    from records
    group by counterparty_id

),

formerly_listed as (

    select
        organization_id,
        party_name as organization_name,
        'formerly_listed' as organization_kind,
        country_code as country,
        cast(null as string) as organization_number,
        'named_by_the_federal_register' as identity_rule
    from {{ ref('int_counterparties__formerly_listed') }}

)

select * from institutions
union all
select * from counterparties
union all
select * from formerly_listed
