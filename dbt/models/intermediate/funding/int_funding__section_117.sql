-- One row per Section 117 gift or contract per knowledge interval. An edition that says the same
-- opens nothing; a withdrawal closes.
with

links as (

    select * from {{ ref('stg_section_117__gift_links') }}

),

files as (

    select * from {{ ref('int_landing__accepted_files') }}

),

gifts as (

    select * from {{ ref('stg_section_117__gifts') }}

),

-- an edition that was landed late tells what it tells no earlier than the one before it
tellings as (

    select
        links.*,
        max(files.recorded_from) over (
            partition by links.gift_id order by links.published_on, files.recorded_from
        ) as recorded_from
    from links
    inner join files on links.landed_id = files.landed_id
    where links.change <> 'same'

),

knowledge as (

    select
        *,
        lead(recorded_from) over (
            partition by gift_id order by published_on, recorded_from
        ) as recorded_to
    from tellings

)

select
    's117-' || knowledge.gift_id as funding_id,
    'section-117' as source,
    gifts.institution_name,
    'opeid:' || gifts.opeid as institution_number,
    cast(null as string) as unit,
    gifts.donor_name as counterparty_name,
    gifts.donor_text as counterparty_text,
    gifts.country_code as counterparty_country_code,
    cast(null as string) as counterparty_parent,
    cast(null as string) as counterparty_number,
    gifts.disclosure,
    gifts.funding_kind,
    cast(null as string) as title,
    gifts.amount_usd as amount,
    'USD' as currency,
    gifts.received_on as funded_on,
    gifts.received_on as starts_on,
    cast(null as date) as ends_on,
    'completed' as status,
    cast(null as string) as termination_reason,
    knowledge.change = 'restated' as is_restated,
    knowledge.repeat_number > 1 as is_repeat,
    gifts.landed_id,
    gifts.row_number,
    knowledge.recorded_from,
    knowledge.recorded_to
from knowledge
inner join gifts
    on knowledge.landed_id = gifts.landed_id and knowledge.row_number = gifts.row_number
where
    knowledge.change <> 'withdrawn'
    and (knowledge.recorded_to is null or knowledge.recorded_from < knowledge.recorded_to)
