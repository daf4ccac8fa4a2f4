"""The raw tables of CORDIS: one row per project, and one per participation.

Here: columns and their meaning. An amount stands on the project *and* on each participation: the
two are never joined and summed.
"""

from __future__ import annotations

import pyarrow as pa

_MONEY = pa.decimal128(18, 2)

PROJECTS = pa.schema(
    [
        pa.field("row_number", pa.int64(), nullable=False),  # as a spreadsheet shows it
        pa.field("project_id", pa.string(), nullable=False),  # the grant agreement's number
        pa.field("acronym", pa.string()),
        pa.field("title", pa.string(), nullable=False),
        pa.field("programme", pa.string()),
        pa.field("funding_scheme", pa.string()),
        pa.field("call", pa.string()),
        pa.field("topics", pa.string()),
        pa.field("keywords", pa.string()),
        pa.field("status", pa.string(), nullable=False),
        pa.field("starts_on", pa.date32(), nullable=False),
        pa.field("ends_on", pa.date32()),
        pa.field("total_cost_eur", _MONEY),
        pa.field("ec_contribution_eur", _MONEY),
        pa.field("organizations_stated", pa.int64()),  # how many the project says take part
        pa.field("repairs", pa.list_(pa.string()), nullable=False),  # named rules
    ]
)

PARTICIPATIONS = pa.schema(
    [
        pa.field("row_number", pa.int64(), nullable=False),
        pa.field("source_row_id", pa.string()),  # of an extract; an archive numbers participants
        pa.field("project_id", pa.string(), nullable=False),
        pa.field("pic", pa.string()),  # Participant Identification Code; extracts have none
        pa.field("organization_name", pa.string(), nullable=False),
        pa.field("organization_text", pa.string(), nullable=False),  # as printed
        pa.field("country", pa.string()),  # as printed: UK and EL are the EU's own codes
        pa.field("country_code", pa.string()),
        pa.field("city", pa.string()),
        pa.field("organization_type", pa.string()),  # HES, PRC, REC, PUB, OTH
        pa.field("ec_contribution_eur", _MONEY),  # null or 0: self-funded, or paid by another
        pa.field("net_contribution_eur", _MONEY),
        pa.field("net_contribution_text", pa.string(), nullable=False),  # as printed
        pa.field("total_cost_eur", _MONEY),
        pa.field("is_chinese", pa.bool_()),  # an extract's own flag
        pa.field("repairs", pa.list_(pa.string()), nullable=False),
    ]
)

TABLES: dict[str, pa.Schema] = {
    "cordis_projects": PROJECTS,
    "cordis_participations": PARTICIPATIONS,
}
