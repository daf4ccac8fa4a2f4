-- Each entry of an accepted version is exactly one entity, and no entity stands twice in a version.
select
    versions.landed_id,
    entries.entry_number,
    count(identified.entity_id) as entities
from {{ ref('stg_ecfr__entries') }} as entries
inner join {{ ref('int_versions__numbered') }} as versions
    on entries.landed_id = versions.landed_id
left join {{ ref('int_entities__entries') }} as identified
    on
        entries.landed_id = identified.landed_id
        and entries.entry_number = identified.entry_number
where entries.list_kind = 'entity_list'
group by versions.landed_id, entries.entry_number
having count(identified.entity_id) <> 1
union all
select
    landed_id,
    min(entry_number) as entry_number,
    count(*) as entities
from {{ ref('int_entities__entries') }}
group by landed_id, entity_id
having count(*) <> 1
