"""Great Expectations judges the measured rules: one suite, built from the rules, for any gate.

Here: the suite in code, its run, and its translation into gate results. Not here: rules, or what
a stopped gate means.

Traps held off: an empty frame or suite is no success; each rule must show that it looked at rows;
the number of expectations evaluated is compared with the number meant; an expectation that raised
is a broken gate, not bad data.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd

from dagster_project.publishing.facts import GateResult
from dagster_project.quality.rules import Rule


class GateBroken(RuntimeError):
    """The gate itself failed: nothing is known about the data."""


def judge(gate: str, frame: pd.DataFrame, rules: Sequence[Rule]) -> dict[str, list[GateResult]]:
    """Batch → its results, one for each rule in order. Raises GateBroken."""
    if frame.empty or not rules:
        raise GateBroken(f"{gate}: nothing to judge ({len(frame)} batches, {len(rules)} rules)")
    failed = _failed_batches(gate, frame, rules)
    return {
        row["batch"]: [
            GateResult(
                gate=gate,
                check=f"{gate}.{rule.name}",
                passed=row["batch"] not in failed[rule.name],
                rows_checked=row[f"{rule.name}__checked"],
                rows_failed=row[f"{rule.name}__failed"],
                severity=rule.severity,
                detail=_detail(rule, row) if row["batch"] in failed[rule.name] else "",
            )
            for rule in rules
        ]
        for row in frame.to_dict("records")
    }


def _detail(rule: Rule, row: Mapping[Any, Any]) -> str:
    checked, failed = row[f"{rule.name}__checked"], row[f"{rule.name}__failed"]
    if not failed:
        return f"{row['batch']}: looked at {checked} rows, expected at least {rule.at_least}"
    return f"{row['batch']}: {failed} of {checked} rows: {row[f'{rule.name}__sample']}"


@contextmanager
def _without_spark() -> Iterator[None]:
    """Great Expectations imports PySpark wherever that is installed. The gates need none of it, and
    PySpark 4.3 ends a process whose main module is no file, with exit code 0
    (`pyspark.sql.connect.utils.check_dependencies`)."""
    kept_out = {"pyspark", "pyspark.sql.connect"} - sys.modules.keys()
    sys.modules.update(dict.fromkeys(kept_out))  # type: ignore[arg-type]  # None: not to be had
    try:
        yield
    finally:
        for name in kept_out:
            del sys.modules[name]


def _failed_batches(gate: str, frame: pd.DataFrame, rules: Sequence[Rule]) -> dict[str, set[str]]:
    with _without_spark():
        import great_expectations as gx
        import great_expectations.expectations as gxe
        from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    batch = (
        context.data_sources.add_pandas("measured")
        .add_dataframe_asset(name=gate)
        .add_batch_definition_whole_dataframe("all")
        .get_batch(batch_parameters={"dataframe": frame})
    )
    suite = gx.ExpectationSuite(name=gate)
    suite.add_expectation(gxe.ExpectTableRowCountToEqual(value=len(frame)))
    suite.add_expectation(gxe.ExpectColumnValuesToBeUnique(column="batch"))
    for rule in rules:
        for column, least, most in (
            (f"{rule.name}__checked", rule.at_least, None),
            (f"{rule.name}__failed", 0, 0),
        ):
            suite.add_expectation(
                gxe.ExpectColumnValuesToBeBetween(
                    column=column, min_value=least, max_value=most, meta={"rule": rule.name}
                )
            )
    validated = batch.validate(
        suite,
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": ["batch"],
        },
    )
    meant = 2 + 2 * len(rules)
    if validated.statistics["evaluated_expectations"] != meant:
        raise GateBroken(f"{gate}: {validated.statistics} evaluated, {meant} meant")
    failed: dict[str, set[str]] = {rule.name: set() for rule in rules}
    for result in validated.results:
        if any(info.get("raised_exception") for info in _exceptions(result.exception_info)):
            raise GateBroken(f"{gate}: an expectation raised: {result.exception_info}")
        configuration = result.expectation_config
        rule_name = (configuration.meta or {}).get("rule") if configuration else None
        if rule_name is None:
            if not result.success:
                raise GateBroken(f"{gate}: the measures themselves are not as meant: {result}")
            continue
        if not result.success:
            failed[rule_name] |= {
                found["batch"] for found in result.result["unexpected_index_list"]
            }
    return failed


def _exceptions(info: dict[str, Any]) -> list[dict[str, Any]]:
    """GX gives one exception info, or one for each metric."""
    return [info] if "raised_exception" in info else list(info.values())
