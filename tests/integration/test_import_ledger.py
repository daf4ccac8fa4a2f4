"""What an office is told when it lands its ledger."""

from __future__ import annotations

from tests.conftest import CommandLine


def test_an_import_tells_every_row_and_column_that_is_wrong_at_once(
    entity_list: CommandLine,
) -> None:
    path = entity_list.data / "2019-09-30_ledger.csv"
    path.write_text(
        "record_id,institution_name,counterparty_name,relationship_kind,status,starts_on,amount\n"
        "A1,Example (fictional),X,marriage,active,2019-01-01,\n"
        "A2,Example (fictional),Y,gift,active,2019-01-01,\n"
        "A3,Example (fictional),Z,gift,Active,1/2/2019,$5\n",
        encoding="utf-8",
    )
    ran = entity_list("import", "ledger", path)
    assert ran.code == 0
    told = ran.err.splitlines()
    assert told[0].startswith("landed 2019-09-30_ledger.csv of 2019-09-30: 3 rows")
    assert told[1] == "2 of its rows are not taken:"
    assert told[2].startswith("  row 2: column 'relationship_kind' is 'marriage', expected one of")
    assert "column 'amount' is '$5'" in told[3]
    assert "column 'status' is 'Active'" in told[3]
    assert "column 'starts_on' is '1/2/2019'" in told[3]
    assert len(told) == 4
