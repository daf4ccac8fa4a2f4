"""Data walks through the rooms in order: the edges of the dbt graph, and of Dagster's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

ALLOWED = {
    "staging": {"source"},
    "intermediate": {"staging", "intermediate", "seed"},
    "marts": {"intermediate", "marts", "seed"},
}
PREFIXES = {
    "staging": ("stg_",),
    "intermediate": ("int_",),
    "marts": ("dim_", "fct_", "bridge_", "rpt_"),
}


def layer(manifest: Mapping[str, Any], unique_id: str) -> str:
    kind = unique_id.split(".")[0]
    return manifest["nodes"][unique_id]["fqn"][1] if kind == "model" else kind


def models(manifest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from (node for node in manifest["nodes"].values() if node["resource_type"] == "model")


def forbidden_edges(manifest: Mapping[str, Any]) -> list[str]:
    return [
        f"{node['name']} ({node['fqn'][1]}) reads {parent} ({layer(manifest, parent)})"
        for node in models(manifest)
        for parent in node["depends_on"]["nodes"]
        if layer(manifest, parent) not in ALLOWED[node["fqn"][1]]
    ]


def test_every_edge_goes_to_an_allowed_layer(manifest: Mapping[str, Any]) -> None:
    assert forbidden_edges(manifest) == []


@pytest.mark.parametrize(
    ("reader", "read"),
    [("staging", "marts"), ("intermediate", "marts"), ("marts", "staging")],
)
def test_the_check_on_edges_can_fail(reader: str, read: str) -> None:
    node = {"resource_type": "model", "name": "a", "fqn": ["x", reader, "a"]}
    other = {
        "resource_type": "model",
        "name": "b",
        "fqn": ["x", read, "b"],
        "depends_on": {"nodes": []},
    }
    graph = {
        "nodes": {"model.x.a": {**node, "depends_on": {"nodes": ["model.x.b"]}}, "model.x.b": other}
    }
    assert forbidden_edges(graph) == [f"a ({reader}) reads model.x.b ({read})"]


def test_a_name_says_its_layer(manifest: Mapping[str, Any]) -> None:
    wrong = [n["name"] for n in models(manifest) if not n["name"].startswith(PREFIXES[n["fqn"][1]])]
    assert wrong == []


def test_one_staging_model_reads_one_source_table(manifest: Mapping[str, Any]) -> None:
    many = {
        node["name"]: node["depends_on"]["nodes"]
        for node in models(manifest)
        if node["fqn"][1] == "staging" and len(node["depends_on"]["nodes"]) != 1
    }
    assert many == {}


def test_every_mart_enforces_its_contract(manifest: Mapping[str, Any]) -> None:
    loose = [
        node["name"]
        for node in models(manifest)
        if node["fqn"][1] == "marts" and not node["config"]["contract"]["enforced"]
    ]
    assert loose == []


def test_every_model_opens_with_its_grain(manifest: Mapping[str, Any]) -> None:
    without = [
        node["name"] for node in models(manifest) if not node["raw_code"].lstrip().startswith("-- ")
    ]
    assert without == []


def test_every_data_test_runs_in_exactly_one_step(manifest: Mapping[str, Any]) -> None:
    from dagster_project.assets.transform import AFTER, BEFORE, plan

    steps = plan(manifest)
    tests = {key for key, node in manifest["nodes"].items() if node["resource_type"] == "test"}
    assert tests
    assert tests <= {*steps[BEFORE], *steps[AFTER]}
    assert not set(steps[BEFORE]) & set(steps[AFTER])
