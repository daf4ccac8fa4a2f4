-- Every row of every accepted funding file stands in some version of a record, or is an unchanged
-- repetition of one: no row is lost between landing and mart.
select
    gifts.landed_id,
    gifts.row_number
from {{ ref('stg_section_117__gifts') }} as gifts
inner join {{ ref('int_landing__accepted_files') }} as files on gifts.landed_id = files.landed_id
left join {{ ref('stg_section_117__gift_links') }} as links
    on gifts.landed_id = links.landed_id and gifts.row_number = links.row_number
where links.gift_id is null
union all
select
    records.landed_id,
    records.row_number
from {{ ref('stg_ledger__records') }} as records
inner join {{ ref('int_landing__accepted_files') }} as files on records.landed_id = files.landed_id
left join {{ ref('int_funding__ledger') }} as funding
    on
        funding.funding_id
        = 'ledger-' || {{ key_of(['records.institution_name', 'records.record_id']) }}
where funding.funding_id is null
