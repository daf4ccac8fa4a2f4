-- Which of our relationships touched a party that was on the list on 9 October 2019, and on what evidence?
select
    institutions.organization_name as institution_name,
    counterparties.organization_name as counterparty_name,
    exposures.relationship_kind,
    exposures.entity_name,
    exposures.exposure_class,
    exposures.event_class,
    exposures.occurred_on,
    exposures.listed_from,
    exposures.citation,
    exposures.evidence
from exposures_on(date '2019-10-09') as exposures
left join dim_organizations as institutions
    on exposures.institution_id = institutions.organization_id
left join dim_organizations as counterparties
    on exposures.counterparty_id = counterparties.organization_id
where exposures.is_listed
order by institution_name, counterparty_name, exposures.occurred_on, exposures.funding_id;
