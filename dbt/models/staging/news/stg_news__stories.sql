-- One row per article and the story that it tells, alone or with others.
select
    document_id,
    story_id
from {{ source('raw', 'news_stories') }}
