-- One row per funding record of any source per knowledge interval, as the source tells it.
select * from {{ ref('int_funding__section_117') }}
union all
select * from {{ ref('int_funding__ledger') }}
union all
select * from {{ ref('int_funding__nsf') }}
union all
select * from {{ ref('int_funding__cordis') }}
