-- One row per organization and name as printed: the spelling variants that a rule holds to be one
-- organization, each with where and when it was seen.
with

records as (

    select * from {{ ref('int_funding__records') }}

),

printed as (

    select
        institution_id as organization_id,
        institution_name as name,
        institution_rule as identity_rule,
        source,
        landed_id,
        row_number,
        recorded_from
    from records
    union all
    select
        counterparty_id as organization_id,
        counterparty_text as name,
        'same_folded_name_and_country' as identity_rule,
        source,
        landed_id,
        row_number,
        recorded_from
    from records
    where counterparty_name is not null

)

select
    {{ key_of(['organization_id', 'name']) }} as organization_name_key,
    organization_id,
    name,
    {{ joined_once('identity_rule', ', ') }} as identity_rule,
    {{ joined_once('source', ', ') }} as sources,
    count(distinct landed_id || ':' || row_number) as records,
    min(recorded_from) as recorded_from,
    {{ at_min('landed_id', 'cast(recorded_from as string) || landed_id') }} as printed_in
from printed
group by organization_id, name
