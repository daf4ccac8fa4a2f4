-- Which verdicts changed as more became known, from what to what, and when?
with verdicts as (
    select
        relationship_id,
        funding_id,
        exposure_class,
        lag(exposure_class) over (
            partition by relationship_id, funding_id order by recorded_from
        ) as class_before,
        entity_id,
        recorded_from
    from fct_exposure_verdicts
)

select recorded_from as known_since, relationship_id, funding_id, class_before, exposure_class, entity_id
from verdicts
where class_before is not null and class_before is distinct from exposure_class
order by known_since, relationship_id, funding_id;
