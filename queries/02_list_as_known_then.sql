-- Of the entries in force on 9 October 2019, which could this warehouse know of a year later, and which only now?
select
    now_known.entity_id,
    now_known.entity_name,
    now_known.valid_from,
    known_then.entity_id is not null as was_known_then,
    now_known.recorded_from
from entity_list_on(date '2019-10-09') as now_known
left join entity_list_on(date '2019-10-09', known_at := timestamp '2020-10-09') as known_then
    on now_known.entity_id = known_then.entity_id
order by was_known_then, now_known.entity_name, now_known.entity_id;
