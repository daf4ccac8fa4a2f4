-- Which ties began before the party was listed and still stood on the day of the listing?
select distinct
    institutions.organization_name as institution_name,
    counterparties.organization_name as counterparty_name,
    relationships.relationship_kind,
    fct_exposures.entity_id,
    fct_exposures.listed_from,
    relationships.valid_from as stood_from,
    relationships.valid_to as stood_to,
    fct_exposures.citation
from fct_exposures
inner join dim_relationships as relationships
    on fct_exposures.relationship_id = relationships.relationship_id
    and relationships.recorded_to is null
    and relationships.status is distinct from 'ended'
    and relationships.valid_from < fct_exposures.listed_from
    and fct_exposures.listed_from < coalesce(relationships.valid_to, date '9999-12-31')
left join dim_organizations as institutions
    on relationships.institution_id = institutions.organization_id
left join dim_organizations as counterparties
    on relationships.counterparty_id = counterparties.organization_id
where fct_exposures.exposure_class = 'listed_later'
order by fct_exposures.listed_from, institution_name, counterparty_name, stood_from;
