"""When two names are spellings of one, and what no spelling changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.matching import Index, ListedName, ScreenedName
from dagster_project.matching.pairs import (
    ALIKE_AT,
    SAME_SPELLING,
    is_alike,
    likeness,
    misspelt,
    retyped,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Blue Bird Trading", "Bluebird Trading"),
        ("Base Forty 4", "Base 44"),
        ("OAO Rostprom", "Open Joint Stock Company Rosprom"),
        ("NIPD", "National Institute of Plant Diseases"),
        ("S.T.N. Company", "STN Company"),
        ("Procter & Smith Co.", "Procter and Smith Co."),
        ("International Labour Fund", "International Labor Fund"),
        ("JSC Tver Instrument-Making Plant", "АО «Тверской приборостроительный завод»"),
        ("Technology Institute Northland", "Northland Institute of Technology"),
        ("International Center for Tropical A", "International Center for Tropical Agriculture"),
    ],
)  # fmt: skip
def test_one_name_in_two_spellings_is_alike(one: str, other: str) -> None:
    assert likeness(one, other) >= 0.8
    assert likeness(one, other) == pytest.approx(likeness(other, one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordbank (Asia) Limited", "Nordbank (London) plc"),
        ("Plant 41", "Plant 42"),
        ("Solaris Solutions, Inc.", "Solaris Solutions II, Inc."),
        ("ANO Krasota", "Limited Liability Company Krasota"),
        ("Beijing Microelectronics", "Nanjing Microelectronics"),
        ("QXC Aviation", "QAU Aviation"),
        ("Vega Trust and Banking Corporation", "Vega Lease and Finance Corporation"),
    ],
)
def test_another_number_place_or_telling_word_is_another_name(one: str, other: str) -> None:
    assert likeness(one, other) < 0.75


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Assicurazioni Generali S.p.A.", "Generali Insurance"),
        ("Münchener Rückversicherungs-Gesellschaft AG", "Muenchener Rueckversicherung"),
        ("Banco de España", "Bank of Spain"),
        ("Banque de France", "Bank of France"),
        ("Österreichische Nationalbank", "Oesterreichische National Bank"),
        ("Zürich Versicherungs-Gesellschaft AG", "Zurich Insurance Company Ltd"),
        ("Helvetia Assurances S.A.", "Helvetia Versicherungen AG"),
        ("Ziraat Bankası A.Ş.", "Ziraat Bank"),
        ("Türkiye İş Bankası", "Isbank Turkey"),
        ("Powszechny Zakład Ubezpieczeń SA", "PZU"),
        ("Torgovy Dom Kama OOO", "Kama Trading House LLC"),
        ("Kompaniya Sukhoi", "Sukhoi Company JSC"),
        ("ПАО «Сбербанк России»", "Sberbank of Russia"),
        ("АО «Концерн ВКО «Алмаз-Антей»", "Concern VKO Almaz-Antey JSC"),
        ("ООО «Газпром нефть»", "Gazprom Neft LLC"),
        ("Газпромбанк", "Gazprombank JSC"),
        ("Федеральное государственное унитарное предприятие «Рособоронэкспорт»", "Rosoboronexport"),
        ("Научно-производственное объединение «Энергомаш»", "NPO Energomash"),
        ("中国农业银行股份有限公司", "Agricultural Bank of China Ltd"),
        ("华为技术有限公司", "Huawei Technologies Co., Ltd."),
        ("中国石油天然气集团公司", "China Petroleum and Gas Group Company"),
        ("深圳市腾讯计算机系统有限公司", "Shenzhen Tencent Computer Systems Co Ltd"),
        ("山东钢铁集团", "Shandong Iron and Steel Group"),
        ("بانک تجارت", "Tejarat Bank"),
        ("شركة النفط العراقية", "Iraqi Oil Company"),
        ("Sherkat-e Fulad Mobarakeh", "Mobarakeh Steel Company"),
        ("Bazargani Kian", "Kian Trading"),
        ("International Business Machines Corporation", "IBM"),
        ("Bayerische Motoren Werke AG", "BMW"),
        ("ICBC Leasing", "Industrial and Commercial Bank of China Leasing"),
        ("Hongkong and Shanghai Banking Corporation", "HSBC"),
        ("Kohlberg Kravis Roberts & Co. L.P.", "KKR & Co. LP"),
        ("J P Morgan Chase & Co", "JPMorgan Chase and Company"),
        ("Carlyle Partners VI, L.P.", "Carlyle Partners VII, L.P."),
        ("Apollo Investment Fund VIII, L.P.", "Apollo Investment Fund IX, L.P."),
        ("Warburg Pincus Private Equity X LP", "Warburg Pincus Private Equity XI LP"),
        (
            "Bear Stearns Asset Backed Securities Trust 2005-HE3",
            "Bear Stearns Asset Backed Securities Trust 2005-HE4",
        ),
        (
            "CWABS Asset-Backed Certificates Trust 2006-11",
            "CWABS Asset-Backed Certificates Trust 2006-12",
        ),
        ("Sequoia Capital China Growth Fund III", "Sequoia Capital China Growth Fund IV"),
        ("Silver Lake Partners IV", "Silver Lake Partners V"),
        ("Volkswagen Aktiengesellschaft", "Volkswagen AG"),
        ("Koninklijke Philips Naamloze Vennootschap", "Koninklijke Philips N.V."),
        ("Enel Società per Azioni", "Enel S.p.A."),
        ("Telefónica Sociedad Anónima", "Telefonica S.A."),
        ("Robert Bosch Gesellschaft mit beschränkter Haftung", "Robert Bosch GmbH"),
        ("Orlen Spółka Akcyjna", "Orlen S.A."),
        ("Mitsui Kabushiki Kaisha", "Mitsui & Co., Ltd."),
        ("Third Research Institute", "3rd Research Institute"),
        ("Twenty First Century Holding", "21st Century Holdings"),
        ("Marks & Spencer plc", "Marks and Spencer Public Limited Company"),
        ("Meta Platforms, Inc. (formerly Facebook, Inc.)", "Facebook Inc"),
        ("Alphabet Inc. d/b/a Google Works", "Google Works"),
        ("Bank of Baroda, London Branch", "Bank of Baroda"),
        ("Credit Agricole", "Crédit Agricole S.A."),
        ("Rolls Royce Holdings", "Rolls-Royce Holding plc"),
        ("Deutsche Telekom AG", "German Telekom"),
        ("Magnitogorsk Iron and Steel Works", "Magnitogorsky Iron & Steel Works"),
        ("Uralvagonzavod", "Ural Vagon Zavod"),
        ("Schweizerische Rückversicherungs-Gesellschaft", "Swiss Reinsurance Company"),
        ("Ministère de la Défense", "Ministry of Defence"),
        ("Bundesministerium der Verteidigung", "Federal Ministry of Defence"),
        ("S.A. de C.V. Cemex", "Cemex SA de CV"),
        ("Al-Rashid Trust", "Al Rasheed Trust"),
        ("Tchaikovsky Textile", "Chaikovskiy Textile"),
        ("Kaspersky Laboratory", "Kasperskiy Lab"),
        ("Sociedad Química y Minera de Chile", "Chile Chemical and Mining Society"),
        ("Nordea Bank Abp", "Nordea Bank"),
        ("Petróleos de Venezuela S.A.", "Venezuela Petroleum"),
        ("Lloyd's Register Group", "Lloyds Register"),
        ("Ernst & Young", "Ernst and Young LLP"),
        ("Médecins Sans Frontières", "Doctors Without Borders"),
        ("Organisation mondiale de la santé", "World Health Organization"),
        ("Bayerische Motoren Werke", "Bavarian Motor Works"),
        ("Warner Bros.", "Warner Brothers"),
        ("Ford Credit Auto Owner Trust 2005-A", "Ford Credit Auto Owner Trust 2005-B"),
    ],
)  # fmt: skip
def test_names_of_one_party_are_alike(one: str, other: str) -> None:
    assert likeness(one, other) >= ALIKE_AT
    assert likeness(one, other) == pytest.approx(likeness(other, one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("13th Research Institute", "55th Research Institute"),
        ("Plant No. 103", "Plant No. 104"),
        ("Military Unit 26165", "Military Unit 74455"),
        ("Carlyle Partners VI", "Apollo Partners VI"),
        ("Blue Ridge Real Estate Fund III", "Blue Ridge Infrastructure Fund III"),
        ("Siemens Energy AG", "Siemens Healthineers AG"),
        ("Samsung Electronics", "Samsung Heavy Industries"),
        ("Mitsubishi Electric", "Mitsubishi Heavy Industries"),
        ("Bank of China", "Bank of Communications"),
        ("China Telecom", "China Unicom"),
        ("China Southern Airlines", "China Eastern Airlines"),
        ("Deutsche Bank", "Dresdner Bank"),
        ("Banco de Chile", "Banco de Bolivia"),
        ("HSBC Bank (Singapore) Limited", "HSBC Bank (Malaysia) Berhad"),
        ("Tianjin University", "Tianjin Normal University"),
        ("Beijing Institute of Technology", "Nanjing Institute of Technology"),
        ("Aramco", "Aramco Insurance Services"),
        ("Allianz SE", "Allianz Asset Management GmbH"),
        ("Stroytransgaz", "Stroytransgaz Leasing"),
        ("ZTE", "AZTEC"),
        ("General Motors", "General Mills"),
        ("General Electric", "General Dynamics"),
        ("Delta Air Lines", "Delta Dental"),
        ("Third Capital Bank", "Fourth Capital Bank"),
        ("Unit 61398", "Unit 61486"),
        ("Alfa Bank", "Beta Bank"),
        ("Vega Shipping Ltd", "Vega Steel Ltd"),
        ("Kala Naft", "Kala Bank"),
        ("Orient Express", "Orient Overseas"),
        ("Zarya Design Bureau No. 1", "Zarya Design Bureau No. 2"),
        ("Boeing Satellite Systems", "Boeing Commercial Airplanes"),
        ("United Aircraft Corporation", "United Shipbuilding Corporation"),
        ("Moscow Aviation Institute", "Moscow Power Institute"),
        ("Hongdu Aviation Industry", "Chengdu Aviation Industry"),
        ("NPO Saturn", "NPO Mars"),
        ("PICC Life", "PICC Property"),
        ("Bain Capital Fund X", "KKR Fund X"),
        ("Institute of Physics", "Institute of Chemistry"),
        ("Bank Melli", "Bank Mellat"),
        ("Northern Trust", "Northern Rock"),
        ("UN", "Union National"),
        ("Blue Ridge Growth Fund", "Blue Ridge Growth Fund II"),
        ("First Harbour Capital Fund", "Second Harbour Capital Fund"),
        ("Corad Technology (China) Limited", "Corad Technology Japan K.K."),
        ("Nico Engineering", "Naftiran Intertrade Co. (Nico) Sarl"),
        ("Myanmar Economic Corporation", "Myanmar Economic Insurance Corporation"),
    ],
)  # fmt: skip
def test_names_of_two_parties_are_not(one: str, other: str) -> None:
    assert likeness(one, other) < ALIKE_AT


@pytest.mark.parametrize(
    ("name", "listed", "verdict"),
    [
        ("Harbour Growth Fund V, L.P.", "Harbour Growth Fund IV, L.P.", ["review"]),
        ("Harbour Loan Trust 2004-2", "Harbour Loan Trust 2004-1", ["review"]),
        ("Harbour Growth Fund IV", "Harbour Growth Fund IV, L.P.", ["match"]),
        ("Harbour Optics Plant 42", "Harbour Optics Plant 41", ["review"]),
    ],
)
def test_another_number_is_never_a_match(name: str, listed: str, verdict: list[str]) -> None:
    index = Index([ListedName("a", None, listed, "primary", "US")])
    assert index.match([ScreenedName(name)])["verdict"].to_pylist() == verdict


def test_a_name_that_is_found_asks_no_question_of_its_sisters() -> None:
    named = ["Harbour Growth Fund IV, L.P.", "Harbour Growth Fund V, L.P."]
    index = Index([ListedName(name, None, name, "primary", "US") for name in named])
    rows = index.match([ScreenedName(named[0])])
    assert rows["verdict"].to_pylist().count("match") == 1
    assert "review" not in rows["verdict"].to_pylist()


def test_a_part_left_out_is_less_than_a_spelling() -> None:
    """In brackets it may be missing, elsewhere it counts by what it tells."""
    assert likeness("Alpenbank AG", "Alpenbank (Schweiz) AG") >= SAME_SPELLING
    assert likeness("Aramco", "Aramco Services Company") < SAME_SPELLING
    assert not misspelt("Aramco", "Aramco Services Company")


@pytest.mark.parametrize(
    ("one", "listed", "same"),
    [
        ("LCL Rusmedtorg", "LLC Rusmedtorg", True),
        ("Joint Stock Company Gazporm Space Slystems", "AO Gazprom Space Systems", True),
        ("Binjiang Microelectronics Institute", "Beijing Microelectronics Institute", False),
        ("Alcon", "ALCO", False),
    ],
)  # fmt: skip
def test_typing_errors_leave_a_name_itself(one: str, listed: str, same: bool) -> None:
    assert misspelt(one, listed) is same


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("Scientwfic and Technicql Services Dinamika", "match"),
        ("Spine Technologies Limited", "review"),
        ("Sine Technologies Limited", "match"),
    ],
)
def test_one_short_word_in_another_spelling_is_a_question(name: str, verdict: str) -> None:
    listed = ["Sine Technologies", "Scientific and Technical Services Dinamika"]
    index = Index([ListedName(text, None, text, "primary", "RU") for text in listed])
    assert index.match([ScreenedName(name)])["verdict"].to_pylist() == [verdict]


@pytest.mark.parametrize(
    ("one", "listed", "answer"),
    [
        ("Svetlana Instrumenst Lstd.", "Svetlana Instruments Ltd.", True),
        ("Novye Tehnologii, LLC", "Novyye Tekhnologii, LLC", True),
        ("Ijstal Zavod", "Izhstal Zavod", True),
        ("Harbour eRsearch Instituet", "Harbour Research Institute", True),
        ("TqX Aviation", "THX Aviation", False),
        ("Orbits 41 Plant", "Orbita 42 Plant", None),
        ("Hunan Vega Optics", "Henan Vega Optics", None),
        ("Ryanair", "Iran Air", None),
        ("Wong Yung Fai", "Leong Yung Fai", False),
    ],
)
def test_two_letters_of_a_name_may_be_mistyped(one: str, listed: str, answer: bool | None) -> None:
    """But not a number or a place, and of an acronym it is a question."""
    assert retyped(one, listed) is answer


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("Kombnat Zvezdochkka", ["match"]),  # both words are mistyped: no word finds it
        ("Kombinat Zvezdotchka", ["match"]),
        ("Kombinat Zarya", []),
    ],
)
def test_a_name_of_two_mistyped_words_is_found_by_its_letters(
    name: str, verdict: list[str]
) -> None:
    index = Index([ListedName("a", None, "Kombinat Zvezdochka", "primary", "RU")])
    assert index.match([ScreenedName(name)])["verdict"].to_pylist() == verdict


_SOME = ("fund", "joint", "stock", "company", "llc", "zarya", "(saturn)", "/", "of", "institute")
_TWO = [
    ("kombinat", "kombnat"), ("zvezda", "zvezdy"), ("hongdu", "chengdu"), ("mars", "venus"),
    ("41", "42"), ("ii", "iii"), ("ab", "ba"), ("murom", "muromskiy"),
]  # fmt: skip


@given(st.lists(st.sampled_from(_SOME), max_size=4), st.sampled_from(_TWO), st.integers(0, 4))
def test_the_quick_answer_is_that_of_the_degree(
    words: list[str], different: tuple[str, str], at: int
) -> None:
    """A pair is told apart by its one different word only where the whole comparison does so."""
    one, other = (" ".join([*words[:at], word, *words[at:]]) for word in different)
    assert is_alike(one, other) == (likeness(one, other) >= ALIKE_AT)


def test_a_group_on_one_side_is_no_other_name() -> None:
    assert is_alike("Zarya Velmora Group", "Zarya Velmora Center")
    assert not is_alike("Zarya Velmora Plant", "Zarya Velmora Center")


def test_a_name_of_nothing_but_a_number_is_compared() -> None:
    assert misspelt("1390738", "1390738")
    assert not misspelt("1390738", "1390739")
