-- One row per distinct reported name and country: each is screened once.
select distinct
    counterparty_name as name,
    counterparty_country_code as country_code
from {{ ref('int_funding__records') }}
where counterparty_name is not null
