-- One row per funding record of any source per knowledge interval, with its two parties.
with

records as (

    select * from {{ ref('int_funding__reported') }}

),

institutions as (

    select * from {{ ref('int_funding__institutions') }}

),

identified as (

    select
        records.*,
        institutions.institution_id,
        institutions.institution_rule
    from records
    inner join institutions
        on
            records.institution_name = institutions.institution_name
            and records.institution_number is not distinct from institutions.institution_number

)

select
    *,
    {{ key_of(['funding_id', 'recorded_from']) }} as funding_key,
    case when currency = 'USD' then amount end as amount_usd,
    -- the day after the last on which it was live; a receipt without a duration is never live
    case
        when status in ('active', 'suspended') then ends_on
        when status in ('ended', 'terminated') then coalesce(ends_on, starts_on)
        else starts_on
    end as live_to,
    coalesce(funded_on, starts_on) as occurred_on,
    case
        when counterparty_name is null
            then {{ organization_id(
                "'undisclosed'", "'undisclosed'", "coalesce(counterparty_country_code, '')"
            ) }}
        else {{ organization_id(
            "'counterparty'", folded_name('counterparty_name'),
            "coalesce(counterparty_country_code, '')"
        ) }}
    end as counterparty_id
from identified
