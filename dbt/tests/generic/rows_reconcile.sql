{# Rows found are rows parsed, structural or rejected. #}
{% test rows_reconcile(model) %}
select *
from {{ model }}
where
    outcome <> 'unreadable'
    and rows_found is distinct from rows_parsed + rows_structural + rows_rejected
{% endtest %}
