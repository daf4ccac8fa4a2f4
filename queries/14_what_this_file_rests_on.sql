-- On which sources does this file rest, how old was each, and were all its rows accounted for?
select
    source,
    files,
    newest_published_on,
    fetched_at,
    date_diff('day', fetched_at, rpt_run.published_at) as age_days,
    rows_found,
    rows_parsed + rows_structural + rows_rejected = rows_found as is_accounted_for,
    rows_rejected,
    held_back
from run_sources
cross join rpt_run
order by source;
