-- A small world, true to the published facts of 84 FR 54002, 85 FR 34505 and 81 FR 12004.
-- The institutions are invented.
create schema marts;

create table marts.dim_entities as
select
    entity_id || '@' || valid_from || '@' || strftime(recorded_from, '%Y%m%d') as entity_key,
    *,
    'listed' as listing_state,
    valid_to is null and recorded_to is null as is_current,
    case when valid_to is not null then 'federal_register' end as closed_because
from (values
    ('cn-sensetime', 'sensetime', 'Sense Time', 'China', 'For all items subject to the EAR', 'Case-by-case review', null, '84 FR 54004, 10/9/19', date '2019-10-09', null::date, timestamp '2019-10-09 12:00:00', timestamp '2020-06-05 12:00:00'),
    ('cn-sensetime', 'sensetime', 'Sense Time', 'China', 'For all items subject to the EAR', 'Case-by-case review', null, '84 FR 54004, 10/9/19', date '2019-10-09', date '2020-06-05', timestamp '2020-06-05 12:00:00', null),
    ('cn-sensetime', 'sensetime', 'Beijing Sensetime Technology Development Co., Ltd.', 'China', 'For all items subject to the EAR', 'Case-by-case review', null, '84 FR 54004, 10/9/19; 85 FR 34505, 6/5/20', date '2020-06-05', date '2022-10-13', timestamp '2020-06-05 12:00:00', null),
    ('cn-sensetime', 'sensetime', 'Beijing Sensetime Technology Development Co., Ltd.', 'China', 'For all items subject to the EAR (see § 734.9(e)(2))', 'Presumption of denial', '4', '84 FR 54004, 10/9/19; 85 FR 34505, 6/5/20; 87 FR 62202, 10/13/22', date '2022-10-13', null, timestamp '2022-10-13 12:00:00', null),
    ('cn-huawei', 'huawei', 'Huawei Technologies Co., Ltd.', 'China', 'For all items subject to the EAR', 'Presumption of denial', '1', '84 FR 22961, 5/21/19', date '2019-05-21', null, timestamp '2019-05-21 12:00:00', null),
    ('cn-zte', 'zte', 'ZTE Corporation', 'China', 'For all items subject to the EAR', 'Presumption of denial', null, '81 FR 12004, 3/8/16', date '2016-03-08', null, timestamp '2016-03-08 12:00:00', timestamp '2017-03-29 12:00:00'),
    ('cn-zte', 'zte', 'ZTE Corporation', 'China', 'For all items subject to the EAR', 'Presumption of denial', null, '81 FR 12004, 3/8/16', date '2016-03-08', date '2017-03-29', timestamp '2017-03-29 12:00:00', null)
) as rows_ (entity_id, party_id, entity_name, country, license_requirement, license_review_policy, footnotes, citations, valid_from, valid_to, recorded_from, recorded_to);

create table marts.dim_entity_names as
from (values
    ('cn-sensetime', 'Sense Time', 'primary', date '2019-10-09', date '2020-06-05', timestamp '2019-10-09 12:00:00', null::timestamp),
    ('cn-sensetime', 'Beijing Sensetime Technology Development Co., Ltd.', 'primary', date '2020-06-05', null, timestamp '2020-06-05 12:00:00', null),
    ('cn-sensetime', 'Sense Time', 'also_known_as', date '2020-06-05', null, timestamp '2020-06-05 12:00:00', null),
    ('cn-huawei', 'Huawei Technologies Co., Ltd.', 'primary', date '2019-05-21', null, timestamp '2019-05-21 12:00:00', null),
    ('cn-zte', 'ZTE Corporation', 'primary', date '2016-03-08', date '2017-03-29', timestamp '2016-03-08 12:00:00', null)
) as rows_ (entity_id, name, name_kind, valid_from, valid_to, recorded_from, recorded_to);

create table marts.fct_listing_events as
from (values
    ('cn-sensetime', 'added', date '2019-10-09', date '2019-10-09', '84 FR 54004', '2019-22210'),
    ('cn-sensetime', 'renamed', date '2020-06-05', date '2020-06-05', '85 FR 34505', null),
    ('cn-sensetime', 'modified', date '2022-10-13', date '2022-10-13', '87 FR 62202', null),
    ('cn-huawei', 'added', date '2019-05-21', date '2019-05-21', '84 FR 22961', null),
    ('cn-zte', 'added', date '2016-03-08', date '2016-03-08', '81 FR 12004', null),
    ('cn-zte', 'removed', date '2017-03-29', date '2017-03-29', '82 FR 15461', null)
) as rows_ (entity_id, event_kind, effective_on, published_on, citation, document_number);

create table marts.dim_federal_register_documents as
from (values
    ('2019-22210', 84, 54002, 54009, date '2019-10-09', date '2019-10-09', 'Addition of Certain Entities to the Entity List')
) as rows_ (document_number, volume, start_page, end_page, published_on, effective_on, title);

create table marts.dim_organizations as
from (values
    ('org-eit', 'Example Institute of Technology', 'institution', 'United States'),
    ('org-sensetime', 'SenseTime Group <b>Limited</b>', 'counterparty', 'China'),
    ('org-huawei', 'Huawei Technologies', 'counterparty', 'China'),
    ('org-zte', 'ZTE Corp', 'counterparty', 'China'),
    ('org-acme', '=Acme & Daughters', 'counterparty', 'Norway'),
    ('org-nobody', 'undisclosed', 'counterparty', null)
) as rows_ (organization_id, organization_name, organization_kind, country);

create table marts.fct_funding as
from (values
    ('f1', 'ledger', 'org-eit', 'org-sensetime', 'Robotics Laboratory', 'SenseTime', 'gift', 2500000.00, 'USD', date '2018-03-01', date '2018-03-01', date '2021-03-01', false, false, timestamp '2018-04-01 00:00:00', null::timestamp),
    ('f2', 'ledger', 'org-eit', 'org-sensetime', 'Computer Science', 'SenseTime', 'contract', 700000.00, 'USD', date '2020-01-15', date '2020-01-15', null, false, false, timestamp '2020-02-01 00:00:00', null),
    ('f3', 'section_117', 'org-eit', 'org-huawei', null, 'HUAWEI TECH', 'contract', 300000.00, 'USD', date '2017-09-01', date '2017-09-01', date '2019-05-01', false, true, timestamp '2017-12-07 00:00:00', null),
    ('f4', 'section_117', 'org-eit', 'org-zte', null, 'ZTE', 'contract', 250000.00, 'USD', date '2018-01-01', date '2018-01-01', date '2019-01-01', true, false, timestamp '2018-02-01 00:00:00', null),
    ('f5', 'ledger', 'org-eit', 'org-acme', 'Robotics Laboratory', '=Acme & Daughters', 'gift', 1000.00, 'NOK', date '2019-01-01', null, null, false, false, timestamp '2019-02-01 00:00:00', null),
    ('f6', 'section_117', 'org-eit', 'org-nobody', null, null, 'gift', 400000.00, 'USD', date '2018-05-05', null, null, false, false, timestamp '2018-12-01 00:00:00', null)
) as rows_ (funding_id, source, institution_id, counterparty_id, unit, counterparty_name_as_reported, funding_kind, amount, currency, funded_on, starts_on, ends_on, is_restated, is_repeat, recorded_from, recorded_to);

create table marts.dim_relationships as
select *, recorded_to is null and valid_to is null as is_current
from (values
    ('r1', 'org-eit', 'org-sensetime', 'gift', 'active', 2500000.00, date '2018-03-01', date '2021-03-01', timestamp '2018-04-01 00:00:00', null::timestamp),
    ('r1', 'org-eit', 'org-sensetime', 'gift', 'ended', 2500000.00, date '2021-03-01', null, timestamp '2018-04-01 00:00:00', null),
    ('r2', 'org-eit', 'org-sensetime', 'contract', 'active', 700000.00, date '2020-01-15', null, timestamp '2020-02-01 00:00:00', null),
    ('r3', 'org-eit', 'org-huawei', 'contract', 'active', 300000.00, date '2017-09-01', date '2019-05-01', timestamp '2017-12-07 00:00:00', null),
    ('r3', 'org-eit', 'org-huawei', 'contract', 'ended', 300000.00, date '2019-05-01', null, timestamp '2017-12-07 00:00:00', null),
    ('r4', 'org-eit', 'org-zte', 'contract', 'active', 250000.00, date '2018-01-01', date '2019-01-01', timestamp '2018-02-01 00:00:00', null),
    ('r4', 'org-eit', 'org-zte', 'contract', 'ended', 250000.00, date '2019-01-01', null, timestamp '2018-02-01 00:00:00', null),
    ('r5', 'org-eit', 'org-acme', 'gift', 'recorded', null, date '2019-01-01', null, timestamp '2019-02-01 00:00:00', null),
    ('r6', 'org-eit', 'org-nobody', 'gift', 'recorded', 400000.00, date '2018-05-05', null, timestamp '2018-12-01 00:00:00', null)
) as rows_ (relationship_id, institution_id, counterparty_id, relationship_kind, status, total_amount_usd, valid_from, valid_to, recorded_from, recorded_to);

create table marts.bridge_relationships_x_entities as
from (values
    ('r1', 'cn-sensetime', 0.97, 'group', 'Sense Time', 'brand name <script>alert(1)</script>'),
    ('r2', 'cn-sensetime', 0.97, 'group', 'Sense Time', 'brand name'),
    ('r3', 'cn-huawei', 0.93, 'legal entity', 'Huawei Technologies Co., Ltd.', 'name without legal form'),
    ('r4', 'cn-zte', 0.95, 'legal entity', 'ZTE Corporation', 'abbreviated legal form')
) as rows_ (relationship_id, entity_id, match_score, match_level, matched_name, evidence);

create table marts.fct_exposure_verdicts as
from (values
    ('r1', 'f1', null, 'clear', date '2018-03-01', null::date, null::date, null, '{"sentence": "No name on the list is like the reported one."}', timestamp '2018-04-01 00:00:00', timestamp '2019-10-09 12:00:00'),
    ('r1', 'f1', 'cn-sensetime', 'listed_later', date '2018-03-01', date '2019-10-09', null, '84 FR 54004', '{"sentence": "<i>SenseTime</i> is the name Sense Time without its space.", "matched_tokens": ["sense", "time"]}', timestamp '2019-10-09 12:00:00', null::timestamp),
    ('r2', 'f2', 'cn-sensetime', 'listed_at_date', date '2020-01-15', date '2019-10-09', null, '84 FR 54004', '{"sentence": "The brand name."}', timestamp '2020-02-01 00:00:00', null),
    ('r3', 'f3', 'cn-huawei', 'listed_later', date '2017-09-01', date '2019-05-21', null, '84 FR 22961', 'the name without its legal form', timestamp '2019-05-21 12:00:00', null),
    ('r4', 'f4', 'cn-zte', 'delisted_before', date '2018-01-01', date '2016-03-08', date '2017-03-29', '81 FR 12004', 'an abbreviated legal form', timestamp '2018-02-01 00:00:00', null),
    ('r5', 'f5', null, 'clear', date '2019-01-01', null, null, null, 'no candidate', timestamp '2019-02-01 00:00:00', null),
    ('r6', 'f6', null, 'undisclosed', date '2018-05-05', null, null, null, 'the donor is not named', timestamp '2018-12-01 00:00:00', null)
) as rows_ (relationship_id, funding_id, entity_id, exposure_class, occurred_on, listed_from, listed_to, citation, evidence, recorded_from, recorded_to);

create table marts.fct_exposures as
select * exclude (recorded_from, recorded_to)
from marts.fct_exposure_verdicts
where recorded_to is null;

create table marts.fct_news_mentions as
from (values
    ('d1', date '2019-10-09', 'fr', 'SenseTime', 'cn-sensetime', 'org-eit', 'le partenariat avec SenseTime')
) as rows_ (document_id, published_on, language, mention_text, entity_id, organization_id, quote);

create table marts.rpt_review_queue as
select
    *,
    'match' as match_verdict,
    'brand' as match_level,
    0.97 as match_score,
    case when review_id = 'v2' then 'escalated' end as decision,
    case when review_id = 'v2' then 'A. Reviewer' end as decided_by,
    case when review_id = 'v2' then timestamp '2020-02-01 09:00:00' end as decided_at,
    'Sense Time' as matched_name,
    '{"sentence": "<i>SenseTime</i> is the name Sense Time without its space.", "matched_tokens": ["sense", "time"]}' as evidence
from (values
    ('v1', 'r1', 'cn-sensetime', 'Example Institute of Technology', 'SenseTime Group <b>Limited</b>', 'gift', 'Beijing Sensetime Technology Development Co., Ltd.', 'China', 'listed_later', '84 FR 54004', date '2019-10-09', null::date, true, 2500000.00, date '2019-10-09', 'party listed on 2019-10-09 while the relationship stood', 'open', null),
    ('v2', 'r2', 'cn-sensetime', 'Example Institute of Technology', 'SenseTime Group <b>Limited</b>', 'contract', 'Beijing Sensetime Technology Development Co., Ltd.', 'China', 'listed_at_date', '84 FR 54004', date '2019-10-09', null, false, 700000.00, date '2020-01-15', 'decision of 2020-02-01 no longer holds: footnotes changed', 'open', 'footnotes'),
    ('v3', 'r3', 'cn-huawei', 'Example Institute of Technology', 'Huawei Technologies', 'contract', 'Huawei Technologies Co., Ltd.', 'China', 'listed_later', '84 FR 22961', date '2019-05-21', null, false, 300000.00, date '2019-05-21', 'listed', 'decided', null),
    ('v4', 'r4', 'cn-zte', 'Example Institute of Technology', 'ZTE Corp', 'contract', 'ZTE Corporation', 'China', 'delisted_before', '81 FR 12004', date '2016-03-08', date '2017-03-29', false, 250000.00, date '2018-02-01', 'possible match with a listed party', 'open', null)
) as rows_ (review_id, relationship_id, entity_id, institution_name, counterparty_name, relationship_kind, entity_name, entity_country, exposure_class, citation, listed_from, listed_to, was_live_at_listing, amount_usd, opened_on, reason_opened, status, moved_facts);

create table marts.rpt_verdict_changes as
from (values
    ('c1', 'review', 'r1', 'cn-sensetime', null::varchar, 'v1', null::varchar, 'open', 'list', 'review opened', '84 FR 54004', null::varchar, timestamp '2019-10-09 12:00:00')
) as rows_ (verdict_change_key, change_kind, relationship_id, entity_id, funding_id, review_id, value_before, value_after, cause, words, citation, document_number, known_at);

create table marts.rpt_source_reconciliation as
from (values
    ('cn-sensetime', 'ecfr', 'csl', 'citation', '84 FR 54004', '84 FR 54002', 'different_page')
) as rows_ (entity_id, source_a, source_b, field, value_a, value_b, disagreement_kind);
