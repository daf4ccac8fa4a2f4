-- One row per document, span and party, with its story and its days since the listing.
with

mentions as (

    select * from {{ ref('stg_news__mentions') }}

),

articles as (

    select * from {{ ref('int_news__articles') }}

),

stories as (

    select * from {{ ref('stg_news__stories') }}

),

listings as (

    select
        entity_id as party_id,
        min(listed_from) as first_listed_on
    from {{ ref('int_entities__listing_periods') }}
    where known_to is null
    group by entity_id
    union all
    select
        organization_id as party_id,
        listed_from as first_listed_on
    from {{ ref('int_counterparties__formerly_listed') }}

)

select
    {{ key_of([
        'mentions.document_id', 'mentions.part', 'mentions.starts_at', 'mentions.party_id'
    ]) }} as news_mention_key,
    mentions.document_id,
    stories.story_id,
    case when mentions.party_kind = 'listed' then mentions.party_id end as entity_id,
    case when mentions.party_kind <> 'listed' then mentions.party_id end as organization_id,
    articles.source,
    articles.publisher,
    articles.url,
    articles.title,
    articles.language,
    articles.published_on,
    mentions.part,
    mentions.starts_at,
    mentions.ends_at,
    mentions.mention_text,
    mentions.matched_name,
    mentions.ambiguity,
    mentions.rule,
    mentions.context,
    mentions.quote,
    {{ days_between('listings.first_listed_on', 'articles.published_on') }} as days_since_listing,
    articles.landed_id as printed_in
from mentions
inner join articles on mentions.document_id = articles.document_id
left join stories on mentions.document_id = stories.document_id
left join listings on mentions.party_id = listings.party_id
