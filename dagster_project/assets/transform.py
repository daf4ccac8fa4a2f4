"""Transform: dbt's models as assets and its tests as checks, in two steps around the matching.

Here: which models run before the matching and which after, their groups, and what dbt's results
mean to Dagster. Not here: SQL (`dbt/`), and how dbt is run (`dbt_project.py`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, dbt_assets

from dagster_project import dbt_project
from dagster_project.assets import metadata
from dagster_project.checks.landed import stop_if_failed
from dagster_project.dbt_project import NodeResult
from dagster_project.gates import marts_of, seal_of_inputs, seal_of_marts
from dagster_project.progress import report
from dagster_project.publishing.facts import GateResult
from dagster_project.resources import House

# What the matching and the news read; they and all their ancestors make the first step.
READ_BY_PYTHON = (
    "int_counterparties__names_to_screen",
    "int_entities__listed_names",
    "int_news__articles",
    "int_news__parties",
)
COMPUTED_IN_BETWEEN = ("matches", "news_mentions", "news_relations", "news_stories")
_FIRST_STEP = tuple(f"+{name}" for name in READ_BY_PYTHON)
# A check on these that looked at no row has shown nothing; other sources may have nothing landed.
NEVER_EMPTY = ("stg_ecfr__entries", "dim_entities", "dim_entity_names", "fct_listing_events")
SHOWN_ROWS = 5
SHOWN_COLUMNS = 6
GATE = "dbt"
BEFORE = "dbt_before_matching"
AFTER = "dbt_after_matching"
_LAYERS = ("staging", "seeds", "intermediate", "marts")
_BUILT = ("model", "seed", "snapshot")


class Translator(DagsterDbtTranslator):
    """Groups by layer, and one check for every test, also for those that look at several models.

    `matched` are the models downstream of the matching and the news: short of the marts they are
    shown with it, so that the picture of groups has no way back.
    """

    def __init__(self, matched: Collection[str] = ()) -> None:
        super().__init__()
        self._matched = frozenset(matched)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        layer = layer_of(dbt_resource_props)
        if layer != "marts" and dbt_resource_props["unique_id"] in self._matched:
            return "matching"
        return "staging" if layer == "seeds" else layer

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str] | None:
        return metadata.OWNERS

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: Any,
    ) -> dg.AssetCheckSpec | None:
        test = manifest["nodes"].get(unique_id, {})
        if test.get("resource_type") != "test":
            return None
        home, others = _where_it_stands(manifest, test)
        if self.get_asset_key(home) != asset_spec.key:
            return None
        return dg.AssetCheckSpec(
            test["name"],
            asset=asset_spec.key,
            description=test.get("description") or None,
            additional_deps=[self.get_asset_key(node) for node in others],
            blocking=test["config"]["severity"].lower() == "error",
        )


def _where_it_stands(
    manifest: Mapping[str, Any], test: Mapping[str, Any]
) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """The model a test is shown at, and the others it reads.

    A generic test says it. Another one stands at the last model it reads, so that it runs in the
    step that builds that model.
    """
    nodes = manifest["nodes"]
    read = [id_ for id_ in test["depends_on"]["nodes"] if id_ in nodes]
    late = [id_ for id_ in read if id_ not in before(manifest)] or read
    home = test.get("attached_node")
    if home not in late:
        home = max(late, key=lambda id_: (_LAYERS.index(layer_of(nodes[id_])), id_))
    return nodes[home], [nodes[id_] for id_ in read if id_ != home]


def layer_of(node: Mapping[str, Any]) -> str:
    return "seeds" if node["resource_type"] == "seed" else str(node["fqn"][1])


def transform_assets(manifest: Mapping[str, Any]) -> list[dg.AssetsDefinition]:
    """Two definitions that together hold every model, seed and test of the manifest."""
    translator = Translator(downstream_of_matching(manifest))
    # A test belongs to the step that has built all it reads: dbt calls that `cautious`.
    first = {
        "union": [
            {"method": "fqn", "value": name, "parents": True, "indirect_selection": "cautious"}
            for name in READ_BY_PYTHON
        ]
    }
    rest = {"union": [{"method": "fqn", "value": "*"}, {"exclude": [first]}]}
    stepped = {
        **manifest,
        # What `cautious` looks at, under the name it has in dbt and not in the manifest's JSON.
        "nodes": {
            id_: {**node, "depends_on_nodes": node.get("depends_on", {}).get("nodes", [])}
            for id_, node in manifest["nodes"].items()
        },
        "selectors": {
            BEFORE: {"name": BEFORE, "definition": first},
            AFTER: {"name": AFTER, "definition": rest},
        },
    }

    @dbt_assets(manifest=stepped, name=BEFORE, selector=BEFORE, dagster_dbt_translator=translator)
    def before_matching(context: dg.AssetExecutionContext, house: House) -> Iterator[Any]:
        yield from run_step(context, house, manifest, BEFORE)

    @dbt_assets(manifest=stepped, name=AFTER, selector=AFTER, dagster_dbt_translator=translator)
    def after_matching(context: dg.AssetExecutionContext, house: House) -> Iterator[Any]:
        yield from run_step(context, house, manifest, AFTER)

    return [before_matching, after_matching]


def before(manifest: Mapping[str, Any]) -> set[str]:
    """Models and seeds of the first step: what Python reads, with all ancestors."""
    nodes = manifest["nodes"]
    waiting = [id_ for id_, node in nodes.items() if node["name"] in READ_BY_PYTHON]
    found: set[str] = set()
    while waiting:
        unique_id = waiting.pop()
        if unique_id in nodes and unique_id not in found:
            found.add(unique_id)
            waiting += nodes[unique_id]["depends_on"].get("nodes", [])
    return found


def downstream_of_matching(manifest: Mapping[str, Any]) -> set[str]:
    """Models that read, directly or not, what the matching and the news computed."""
    waiting = [
        id_ for id_, source in manifest["sources"].items() if source["name"] in COMPUTED_IN_BETWEEN
    ]
    found: set[str] = set()
    while waiting:
        children = set(manifest["child_map"][waiting.pop()]) - found
        found |= children
        waiting += children
    return found


def plan(manifest: Mapping[str, Any]) -> dict[str, list[str]]:
    """Step → unique ids of its models, seeds and tests. A test runs once all it reads is built."""
    nodes = manifest["nodes"]
    first = before(manifest)
    steps: dict[str, list[str]] = {BEFORE: [], AFTER: []}
    for unique_id, node in sorted(nodes.items()):
        if node["resource_type"] in _BUILT:
            steps[BEFORE if unique_id in first else AFTER].append(unique_id)
        elif node["resource_type"] == "test":
            read = {id_ for id_ in node["depends_on"]["nodes"] if id_ in nodes}
            steps[BEFORE if read <= first else AFTER].append(unique_id)
    return steps


def expected_tests(manifest: Mapping[str, Any]) -> set[str]:
    """Every data test, by the name under which its result is published."""
    return {node["name"] for node in manifest["nodes"].values() if node["resource_type"] == "test"}


def may_be_empty(manifest: Mapping[str, Any]) -> set[str]:
    """Tests that may look at no row: all but those on the list itself."""
    nodes = manifest["nodes"]
    return {
        node["name"]
        for node in nodes.values()
        if node["resource_type"] == "test"
        and not any(model["name"] in NEVER_EMPTY for model in _looked_at(nodes, node))
    }


def _looked_at(
    nodes: Mapping[str, Mapping[str, Any]], test: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """The model whose rows a generic test goes through; all that another test reads."""
    read = [test["attached_node"]] if test.get("attached_node") else test["depends_on"]["nodes"]
    return [nodes[id_] for id_ in read if id_ in nodes]


def run_step(
    context: dg.AssetExecutionContext, house: House, manifest: Mapping[str, Any], step: str
) -> Iterator[Any]:
    """Run dbt once; yield what it built and what its tests found.

    Raises GateStopped where a test failed or was not run, DbtFailed where a model could not be
    built.
    """
    report("build: models before the matching" if step == BEFORE else "build: all other models")
    nodes = manifest["nodes"]
    planned = plan(manifest)[step]
    keys = {id_: _key(nodes[id_]) for id_ in planned if nodes[id_]["resource_type"] in _BUILT}
    built = {id_ for id_, key in keys.items() if key in context.selected_asset_keys}
    is_whole = built == keys.keys()
    if is_whole:
        unique_ids = planned
        selection = ["--select" if step == BEFORE else "--exclude", *_FIRST_STEP]
    else:
        unique_ids = [id_ for id_ in planned if id_ in built or _reads_only(nodes[id_], built)]
        selection = ["--select", *(nodes[id_]["name"] for id_ in sorted(built))]
    results = _built_by_engine(house, manifest, step, selection)
    with house.warehouse.connect() as connection:
        for unique_id, found in results.items():  # in the order in which dbt finished them
            if unique_id in built and found.passed:
                yield _materialized(connection, nodes[unique_id], found)
        gate_results = [
            gate_result(connection, nodes, nodes[id_], results.get(id_))
            for id_ in unique_ids
            if nodes[id_]["resource_type"] == "test"
        ]
    check_keys = {key.name: key for key in context.selected_asset_check_keys}
    for result in gate_results:
        if result.check in check_keys:
            yield _check_result(check_keys[result.check], result)
    if is_whole:
        _keep(house, step, gate_results)
    broken = [
        f"{nodes[id_]['name']}: {results[id_].message if id_ in results else 'was not run'}"
        for id_ in sorted(built)
        if id_ not in results or results[id_].status not in ("success", "skipped")
    ]
    if broken:
        raise dbt_project.DbtFailed("dbt could not build:\n  " + "\n  ".join(broken))
    stop_if_failed(gate_results)


def _built_by_engine(
    house: House, manifest: Mapping[str, Any], step: str, selection: Sequence[str]
) -> dict[str, NodeResult]:
    """dbt's results by unique id. What Spark built is seen from the build database afterwards."""
    if house.settings.engine != "spark":
        found = dbt_project.build(house.settings, selection)
        return {node.unique_id: node for node in found}
    from dagster_project import spark

    late = {source["name"] for source in manifest["sources"].values()} & {*COMPUTED_IN_BETWEEN}
    read = {source["name"] for source in manifest["sources"].values()} - late
    spark.share_raw(house.settings, house.warehouse, read if step == BEFORE else late)
    found = dbt_project.build(house.settings, selection)
    nodes = [manifest["nodes"][node.unique_id] for node in found if node.passed]
    built = [node for node in nodes if node["resource_type"] in _BUILT]
    spark.show_tables(house.settings, house.warehouse, built)
    return {node.unique_id: node for node in found}


def gate_result(
    connection: duckdb.DuckDBPyConnection,
    nodes: Mapping[str, Any],
    test: Mapping[str, Any],
    found: NodeResult | None,
) -> GateResult:
    """A test's result with the rows it looked at and, where it failed, some of those rows."""
    severity = "block" if str(test["config"]["severity"]).lower() == "error" else "warn"
    rows_checked, rows_failed, detail = 0, 0, ""
    if found is None or found.status == "skipped":
        detail = "was not run: what it reads was not built"
    else:
        rows_checked = _rows_read(connection, nodes, test)
        rows_failed = found.failures
        if found.status != "pass":
            detail = _failing_rows(connection, nodes, test, found) or found.message
    return GateResult(
        gate=GATE,
        check=test["name"],
        passed=found is not None and found.status == "pass",
        rows_checked=rows_checked,
        rows_failed=rows_failed,
        severity=severity,
        detail=detail,
    )


def _rows_read(
    connection: duckdb.DuckDBPyConnection, nodes: Mapping[str, Any], test: Mapping[str, Any]
) -> int:
    """Rows of the model a test stands at; of the largest one, where it looks at several."""
    counts = [
        connection.execute(f'select count(*) from {node["schema"]}."{node["alias"]}"').fetchall()
        for node in _looked_at(nodes, test)
    ]
    return max((rows[0][0] for rows in counts), default=0)


def _failing_rows(
    connection: duckdb.DuckDBPyConnection,
    nodes: Mapping[str, Any],
    test: Mapping[str, Any],
    found: NodeResult,
) -> str:
    """Some of the rows a test failed on, as `column=value`."""
    if not found.failures or not found.compiled_sql:
        return ""
    sql = found.compiled_sql
    generic = test.get("test_metadata") or {}
    if generic.get("name") == "not_null" and test.get("attached_node") in nodes:
        # dbt selects the column that is null, which tells nobody where it is null.
        model, column = nodes[test["attached_node"]], generic["kwargs"]["column_name"]
        sql = f'select * from {model["schema"]}."{model["alias"]}" where {column} is null'
    cursor = connection.execute(f"select * from ({sql}) limit {SHOWN_ROWS}")
    columns = [column[0] for column in cursor.description or ()]
    rows = [
        ", ".join(
            f"{name}={value}"
            for name, value in list(zip(columns, row, strict=True))[:SHOWN_COLUMNS]
        )
        for row in cursor.fetchall()
    ]
    return f"{found.failures} rows, for instance " + "; ".join(rows)


def _materialized(
    connection: duckdb.DuckDBPyConnection, node: Mapping[str, Any], found: NodeResult
) -> dg.MaterializeResult[None]:
    words = {name: column["description"] for name, column in node["columns"].items()}
    facts = metadata.of_table(connection, node["schema"], node["alias"], words)
    return dg.MaterializeResult(
        asset_key=_key(node), metadata={**facts, "elapsed_s": found.elapsed_s}
    )


def _check_result(key: dg.AssetCheckKey, result: GateResult) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=result.passed,
        severity=(
            dg.AssetCheckSeverity.ERROR
            if result.severity == "block"
            else dg.AssetCheckSeverity.WARN
        ),
        metadata={
            "rows_checked": result.rows_checked,
            "rows_failed": result.rows_failed,
            "detail": result.detail,
        },
    )


def _keep(house: House, step: str, results: list[GateResult]) -> None:
    """The first step's results go with the inputs; both together are sealed over the marts."""
    inputs = seal_of_inputs(house.warehouse)
    if step == BEFORE:
        house.gates.write(BEFORE, results, inputs)
    else:
        earlier = house.gates.read(BEFORE, inputs)
        house.gates.write(GATE, [*earlier, *results], seal_of_marts(marts_of(house.warehouse)))


def _key(node: Mapping[str, Any]) -> dg.AssetKey:
    return Translator().get_asset_key(node)


def _reads_only(node: Mapping[str, Any], built: set[str]) -> bool:
    return node["resource_type"] == "test" and built.issuperset(node["depends_on"]["nodes"])
