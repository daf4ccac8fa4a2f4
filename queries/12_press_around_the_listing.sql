-- What did the press write about listed parties, and how long before or after their listing?
with first_listed as (
    select entity_id, min(valid_from) as listed_from
    from dim_entities
    where recorded_to is null
    group by entity_id
)

select
    mentions.published_on,
    date_diff('day', first_listed.listed_from, mentions.published_on) as days_since_listing,
    mentions.entity_id,
    mentions.language,
    mentions.mention_text,
    mentions.quote,
    mentions.document_id
from fct_news_mentions as mentions
inner join first_listed on mentions.entity_id = first_listed.entity_id
order by mentions.published_on, mentions.document_id, mentions.entity_id, mentions.mention_text;
