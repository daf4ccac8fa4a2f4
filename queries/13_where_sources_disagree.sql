-- On which facts do the sources disagree, and how?
select disagreement_kind, source_a, source_b, field, entity_id, value_a, value_b, explanation
from rpt_source_reconciliation
order by disagreement_kind, entity_id, field, source_a, source_b;
