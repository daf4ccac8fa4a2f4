"""Every published column is described, and the described columns are the materialised ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Query = Callable[..., list[tuple[Any, ...]]]

# The outside contract: what analysts, dashboards and acceptance checks rely on. Add freely.
CONTRACT = {
    "dim_entities": "entity_key entity_id party_id entity_name country license_requirement "
    "license_review_policy footnotes citations valid_from valid_to recorded_from recorded_to "
    "is_current closed_because",
    "dim_entity_names": "entity_id name name_kind valid_from valid_to recorded_from recorded_to",
    "fct_listing_events": "entity_id event_kind effective_on published_on citation document_number",
    "dim_federal_register_documents": "document_number volume start_page end_page published_on "
    "effective_on title",
    "dim_organizations": "organization_id organization_name organization_kind country",
    "fct_funding": "funding_id source institution_id counterparty_id counterparty_name_as_reported "
    "funding_kind amount currency funded_on starts_on ends_on is_restated is_repeat recorded_from "
    "recorded_to",
    "dim_relationships": "relationship_id institution_id counterparty_id relationship_kind status "
    "total_amount_usd valid_from valid_to recorded_from recorded_to is_current",
    "bridge_relationships_x_entities": "relationship_id entity_id match_score match_level "
    "matched_name evidence matcher_version configuration_hash",
    "fct_exposures": "relationship_id funding_id entity_id exposure_class occurred_on listed_from "
    "listed_to citation evidence matcher_version configuration_hash",
    "fct_news_mentions": "document_id published_on language mention_text entity_id organization_id "
    "quote",
    "rpt_review_queue": "review_id institution_name counterparty_name entity_id entity_name "
    "exposure_class citation opened_on reason_opened status",
    "rpt_source_reconciliation": "entity_id source_a source_b field value_a value_b "
    "disagreement_kind",
    "rpt_run": "run_id started_at published_at counts gate_results input_hashes",
}


def columns_by_table(query: Query) -> dict[str, list[str]]:
    rows = query(
        """
        select table_name, list(column_name order by column_index)
        from duckdb_columns() where database_name = current_database() group by table_name
        """
    )
    return dict(rows)


def test_the_contract_is_kept(query: Query) -> None:
    found = columns_by_table(query)
    missing = {
        table: sorted(set(columns.split()) - set(found.get(table, [])))
        for table, columns in CONTRACT.items()
    }
    assert {table: columns for table, columns in missing.items() if columns} == {}


def test_documented_columns_are_the_materialised_ones(
    query: Query, manifest: Mapping[str, Any]
) -> None:
    found = columns_by_table(query)
    documented = {
        node["name"]: list(node["columns"])
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1] == "marts"
    }
    assert documented
    assert {name: found.get(name) for name in documented} == documented


def test_every_published_table_and_column_is_described(query: Query) -> None:
    undescribed = query(
        """
        select table_name, null from duckdb_tables()
        where database_name = current_database() and coalesce(comment, '') = ''
        union all
        select view_name, null from duckdb_views()
        where database_name = current_database() and not internal and coalesce(comment, '') = ''
        union all
        select table_name, column_name from duckdb_columns()
        where database_name = current_database() and not internal and coalesce(comment, '') = ''
        """
    )
    assert undescribed == []


def test_the_file_opens_in_the_oldest_supported_storage_version(query: Query) -> None:
    tags = query("select tags from duckdb_databases() where database_name = current_database()")
    assert "v1.0.0" in str(tags) or "v1.0.0+" in str(tags)
