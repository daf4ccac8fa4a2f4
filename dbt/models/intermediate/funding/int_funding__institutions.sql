-- One row per institution as a source gives it, by name and perhaps number, and the organization it
-- is. A number goes before a name; a name without a number is the one institution whose number is
-- printed with that name. Where two numbers share a name (there are two Saint John's Universities),
-- the name alone says nothing and stays apart.
with

printed as (

    select distinct
        institution_name,
        institution_number
    from {{ ref('int_funding__reported') }}

),

folded as (

    select
        *,
        {{ folded_name('institution_name') }} as folded_name
    from printed

),

opeids_of_names as (

    select
        folded_name,
        min(institution_number) as opeid
    from folded
    where institution_number like 'opeid:%'
    group by folded_name
    having count(distinct institution_number) = 1

),

opeids_of_other_numbers as (

    select
        folded.institution_number,
        min(opeids_of_names.opeid) as opeid
    from folded
    inner join opeids_of_names on folded.folded_name = opeids_of_names.folded_name
    where folded.institution_number like 'uei:%'
    group by folded.institution_number
    having count(distinct opeids_of_names.opeid) = 1

),

numbered as (

    select
        folded.*,
        coalesce(opeids_of_other_numbers.opeid, folded.institution_number) as identifying_number
    from folded
    left join opeids_of_other_numbers
        on folded.institution_number = opeids_of_other_numbers.institution_number

),

numbers_of_names as (

    select
        folded_name,
        min(identifying_number) as identifying_number
    from numbered
    where identifying_number not like 'cordis:%'
    group by folded_name
    having count(distinct identifying_number) = 1

)

select
    numbered.institution_name,
    numbered.institution_number,
    {{ organization_id(
        "'institution'",
        "coalesce(numbered.identifying_number, numbers_of_names.identifying_number, "
        ~ "numbered.folded_name)",
        "''"
    ) }} as institution_id,
    case
        when numbered.identifying_number = numbered.institution_number then 'same_number'
        when coalesce(numbered.identifying_number, numbers_of_names.identifying_number) is not null
            then 'same_folded_name_as_one_number'
        else 'same_folded_name_and_country'
    end as institution_rule
from numbered
left join numbers_of_names on numbered.folded_name = numbers_of_names.folded_name
