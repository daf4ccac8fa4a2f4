-- One row per CORDIS project and participant per knowledge interval. The consortium stands as the
-- institution: each participant has a tie to all others. The amount is the participant's own
-- contribution, in euros; the project's amount is never joined to it. A participation without its
-- project has no date and is held back until the project is landed.
with

participations as (

    select * from {{ ref('stg_cordis__participations') }}

),

projects as (

    select * from {{ ref('stg_cordis__projects') }}

),

files as (

    select * from {{ ref('int_landing__accepted_files') }}

),

known_projects as (

    select projects.*
    from projects
    inner join files on projects.landed_id = files.landed_id
    qualify row_number() over (
        partition by projects.project_id order by files.recorded_from desc, projects.landed_id
    ) = 1

),

landed as (

    select
        participations.*,
        files.recorded_from,
        files.published_on,
        row_number() over (
            partition by
                participations.landed_id,
                participations.project_id,
                {{ folded_name('participations.organization_name') }},
                participations.country_code
            order by participations.row_number
        ) as repeat_number
    from participations
    inner join files on participations.landed_id = files.landed_id

),

identified as (

    select
        *,
        'cordis-' || {{ key_of([
            'project_id', folded_name('organization_name'), 'country_code', 'repeat_number'
        ]) }} as funding_id,
        {{ key_of(['ec_contribution_eur', 'organization_text']) }} as state_key
    from landed

),

{{ knowledge_of('identified') }}

select
    knowledge.funding_id,
    'cordis' as source,
    known_projects.acronym || ' (CORDIS ' || known_projects.project_id || ')' as institution_name,
    'cordis:' || known_projects.project_id as institution_number,
    cast(null as string) as unit,
    knowledge.organization_name as counterparty_name,
    knowledge.organization_text as counterparty_text,
    knowledge.country_code as counterparty_country_code,
    cast(null as string) as counterparty_parent,
    'pic:' || knowledge.pic as counterparty_number,
    'named' as disclosure,
    'consortium_participation' as funding_kind,
    known_projects.title,
    knowledge.ec_contribution_eur as amount,
    'EUR' as currency,
    known_projects.starts_on as funded_on,
    known_projects.starts_on,
    known_projects.ends_on + 1 as ends_on,
    'active' as status,
    cast(null as string) as termination_reason,
    knowledge.previous_state_key is not null as is_restated,
    knowledge.repeat_number > 1 as is_repeat,
    knowledge.landed_id,
    knowledge.row_number,
    knowledge.recorded_from,
    knowledge.recorded_to
from knowledge
inner join known_projects on knowledge.project_id = known_projects.project_id
