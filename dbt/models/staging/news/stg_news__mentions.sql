-- One row per article, span and party.
select
    document_id,
    part,
    mentions.start as starts_at,
    mentions.end as ends_at,
    mention_text,
    party_kind,
    party_id,
    matched_name,
    ambiguity,
    rule,
    context,
    quote
from {{ source('raw', 'news_mentions') }} as mentions
