-- One row per party that was removed from the list before the landed history begins: known from the
-- Federal Register, not from a landed version. Where the history holds it, it is an entity instead.
with

parties as (

    select * from {{ ref('formerly_listed_parties') }}

),

listed_names as (

    select distinct
        {{ folded_name('name') }} as folded_name,
        country_code
    from {{ ref('int_entities__listed_names') }}

)

select
    {{ organization_id(
        "'formerly_listed'", folded_name('parties.party_name'), "parties.country_code"
    ) }} as organization_id,
    parties.*
from parties
left join listed_names
    on
        {{ folded_name('parties.party_name') }} = listed_names.folded_name
        and parties.country_code = listed_names.country_code
where listed_names.folded_name is null
