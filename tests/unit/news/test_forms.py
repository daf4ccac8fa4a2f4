from __future__ import annotations

from dagster_project.news import Party
from dagster_project.news.forms import written_forms


def forms(*names: str, kind: str = "listed", country: str | None = "CN") -> dict[str, str]:
    """Written form → "rule ambiguity" of one party with these names."""
    parties = [Party(kind, "p", name, "primary", country) for name in names]
    return {form.words.decode(): f"{form.rule} {form.ambiguity}" for form in written_forms(parties)}


def test_legal_form_and_brand_are_derived_by_named_rules() -> None:
    assert forms("Hangzhou Qorvexa Digital Technology Co., Ltd.") == {
        "hangzhou qorvexa digital technology co ltd": "printed_name plain",
        "hangzhou qorvexa digital technology": "without_legal_form plain",
        "qorvexa": "brand short",
    }


def test_an_initialism_in_brackets_counts_only_if_it_abbreviates_the_name() -> None:
    assert forms("Semiconductor Manufacturing International Corporation (SMIC)") == {
        "semiconductor manufacturing international corporation smic": "printed_name plain",
        "semiconductor manufacturing international corporation": "without_legal_form plain",
        "smic": "initialism initialism",
    }
    assert "ras" not in forms("Kotelnik Institute of Waves, Russian Academy of Sciences (RAS)")


def test_a_spaced_name_is_also_written_together() -> None:
    assert forms("Sense Time", "Beijing Sensetime Technology Co., Ltd.")["sensetime"] == (
        "spacing short"
    )


def test_ordinary_words_give_no_brand() -> None:
    assert forms("Skyline Trading LLC", country="AE") == {
        "skyline trading llc": "printed_name generic",
        "skyline trading": "without_legal_form generic",
    }


def test_a_place_in_brackets_is_part_of_the_name() -> None:
    found = forms("Qorvexa Technologies (Yangon) Co., Ltd.")
    assert "qorvexa technologies" not in found
    assert "qorvexa technologies yangon" in found


def test_the_brand_goes_to_the_head_of_the_group() -> None:
    parties = [
        Party("listed", "head", "Qorvexa Technologies Co., Ltd.", "primary", "CN"),
        Party("listed", "device", "Qorvexa Device Co., Ltd.", "primary", "CN"),
        Party("listed", "france", "Qorvexa Technologies (France) SAS", "primary", "FR"),
    ]
    owners = [form.party.id for form in written_forms(parties) if form.words == b"qorvexa"]
    assert owners == ["head"]


def test_an_institution_has_only_its_printed_names() -> None:
    assert forms("Qorvexa Technology Institute Inc.", kind="institution") == {
        "qorvexa technology institute inc": "printed_name plain"
    }


def test_ampersand_stands_for_and() -> None:
    assert forms("Qorvexa Science and Technology")["qorvexa science technology"] == (
        "ampersand plain"
    )


def test_a_university_is_also_written_in_french() -> None:
    assert forms("Beihang University") == {
        "beihang university": "printed_name plain",
        "beihang": "brand short",
        "universite beihang": "french plain",
        "universite de beihang": "french plain",
    }


def test_a_university_has_its_word_before_a_company_called_after_it() -> None:
    parties = [
        Party("listed", "university", "Qorvexa University", "primary", "CN"),
        Party("listed", "company", "Qorvexa Technology Co., Ltd.", "primary", "CN"),
    ]
    owners = [form.party.id for form in written_forms(parties) if form.words == b"qorvexa"]
    assert owners == ["university"]


def test_a_brand_of_many_heads_is_nobodys() -> None:
    parties = [
        Party("listed", str(n), f"Qorvexa {word} Co., Ltd.", "primary", "CN")
        for n, word in enumerate(("Optics", "Steel", "Cloud", "Robotics"))
    ]
    assert [form for form in written_forms(parties) if form.words == b"qorvexa"] == []
