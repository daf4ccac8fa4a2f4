-- One row per counterparty that is stated to be a unit or an affiliate of another body: by the
-- source, or by its own printed name. It stays apart from that body: its records and exposures are
-- its own. `parent_organization_id` is the body where it is reported too, under one folded name
-- and, for a unit, one country; else only its name is known.
with

records as (

    select * from {{ ref('int_funding__records') }}
    where counterparty_name is not null

),

statements as (

    select
        counterparty_id as organization_id,
        counterparty_country_code as country_code,
        counterparty_parent as parent_name,
        1 as rule_rank,
        'stated_by_source' as parent_rule,
        counterparty_text,
        landed_id,
        row_number,
        recorded_from
    from records
    union all
    select
        counterparty_id as organization_id,
        counterparty_country_code as country_code,
        {{ parent_of_affiliate('counterparty_name') }} as parent_name,
        2 as rule_rank,
        'says_whose_affiliate' as parent_rule,
        counterparty_text,
        landed_id,
        row_number,
        recorded_from
    from records
    -- Section 117 cuts a name at 35 letters: what is cut states nothing
    where source <> 'section-117' or length(counterparty_text) < 34
    union all
    select
        counterparty_id as organization_id,
        counterparty_country_code as country_code,
        {{ body_of_unit('counterparty_name') }} as parent_name,
        3 as rule_rank,
        'unit_and_its_body' as parent_rule,
        counterparty_text,
        landed_id,
        row_number,
        recorded_from
    from records
    where source <> 'section-117' or length(counterparty_text) < 34

),

best_statements as (

    select
        *,
        {{ folded_name('parent_name') }} as folded_parent_name
    from statements
    where parent_name is not null
    qualify row_number() over (
        partition by organization_id
        order by rule_rank, recorded_from desc, landed_id desc, row_number
    ) = 1

),

bodies as (

    select distinct
        counterparty_id as organization_id,
        counterparty_country_code as country_code,
        {{ folded_name('counterparty_name') }} as folded_name
    from records

),

reported_parents as (

    select
        best_statements.organization_id,
        min(bodies.organization_id) as parent_organization_id
    from best_statements
    inner join bodies
        on
            best_statements.folded_parent_name = bodies.folded_name
            and best_statements.organization_id <> bodies.organization_id
            and (
                best_statements.parent_rule <> 'unit_and_its_body'
                or best_statements.country_code is not distinct from bodies.country_code
            )
    group by best_statements.organization_id
    -- of several bodies of that name nobody says which
    having count(distinct bodies.organization_id) = 1

)

select
    best_statements.organization_id,
    reported_parents.parent_organization_id,
    best_statements.parent_name,
    best_statements.parent_rule,
    'printed “' || best_statements.counterparty_text || '” in ' || best_statements.landed_id
    || ', row ' || best_statements.row_number as parent_evidence
from best_statements
left join reported_parents on best_statements.organization_id = reported_parents.organization_id
