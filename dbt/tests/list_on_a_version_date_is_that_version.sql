-- The list as in force on a landed version's date, as now known, is that version's entries, each
-- with that version's terms: nothing more, nothing less.
with

versions as (

    select * from {{ ref('int_versions__numbered') }}
    where recorded_to is null

),

printed as (

    select
        versions.published_on,
        members.entity_id,
        members.state_key
    from {{ ref('int_entities__entity_members') }} as members
    inner join versions on members.landed_id = versions.landed_id

),

in_force as (

    select
        versions.published_on,
        spells.entity_id,
        spells.state_key
    from versions
    inner join {{ ref('int_entities__entity_spells') }} as spells
        on
            spells.recorded_to is null
            and spells.listing_state = 'listed'
            and {{ contains_date('spells.valid_from', 'spells.valid_to', 'versions.published_on') }}

)

(select *, 'printed, not in force' as fault from printed
except
select *, 'printed, not in force' as fault from in_force)
union all
(select *, 'in force, not printed' as fault from in_force
except
select *, 'in force, not printed' as fault from printed)
