"""What words mean in other languages, scripts and legal systems, where two names are compared."""

from __future__ import annotations

import pytest

from dagster_project.matching.pairs import ALIKE_AT, likeness, misspelt
from dagster_project.matching.tokens import words_of

_ALIKE = {
    "ordinals": [
        ("Thirteenth Guards Regiment", "13th Guards Regiment"),
        ("Forty-Second Motor Rifle Division", "42nd Motor Rifle Division"),
        ("One Hundred and Eighty-First Depot", "181st Depot"),
        ("Institute Number Twenty", "20th Institute"),
    ],
    "legal forms": [
        ("Aktieselskabet Norden", "Norden A/S"),
        ("Grupo Alba, S.A.B. de C.V.", "Grupo Alba Sociedad Anónima Bursátil de Capital Variable"),
        ("Pannon Nyilvánosan Működő Részvénytársaság", "Pannon Nyrt."),
        ("Blackmore L.P.", "Blackmore Limited Partnership"),
        ("ГП «Антонов»", "Antonov State Enterprise"),
        ("Госкорпорация «Ростех»", "Rostec State Corporation"),
        ("АК «Алроса»", "Alrosa PJSC"),
        ("Kumryong Trading J/V Co.", "Kumryong Trading Joint Venture Company"),
        ("Zain K.S.C.P.", "Zain"),
        ("PMC Redut", "Redut Group"),
        ("Vega Optical Technology Group", "Vega Optical Technology Enterprise"),
        ("Aktsionernoe Obshchestvo Otkrytogo Tipa Elevator Stepnoy", "Elevator Stepnoy OAO"),
    ],
    "branches": [
        ("Bank Tejarat", "Bank Tejarat, Paris Main Branch"),
        ("Alpenbank AG", "Alpenbank AG, Filiale New York"),
        ("Bank Melli", "Bank Melli Iran"),
    ],
    "states": [
        (
            "Ministry of Defence of the Syrian Arab Republic",
            "Syrian Ministry of Defence",
        ),
        (
            "Foreign Trade Bank of the Democratic People's Republic of Korea",
            "Foreign Trade Bank of North Korea",
        ),
        ("State Bank of the Socialist Republic of Vietnam", "State Bank of Vietnam"),
        ("Organisation des Nations Unies", "United Nations Organization"),
        ("Banque européenne d'investissement", "European Investment Bank"),
        ("Korea Zinc Industry Group", "North Korean Zinc Industry Group"),
    ],
    "acronyms": [
        ("YMTC", "Yangtze Memory Technologies Co., Ltd."),
        ("ONGC", "Oil and Natural Gas Corporation Limited"),
        ("CETC", "China Electronics Technology Group Corporation"),
        ("OECD", "Organisation for Economic Co-operation and Development"),
        ("CNPC Bohai Drilling", "China National Petroleum Corporation Bohai Drilling"),
    ],
    "Russian": [
        ("АО «Ижевский механический завод»", "Izhevsk Mechanical Plant"),
        ("Московский физико-технический институт", "Moscow Institute of Physics and Technology"),
        ("ПАО «Объединённая авиастроительная корпорация»", "United Aircraft Corporation PJSC"),
        ("Тульский оружейный завод", "Tula Arms Plant"),
        ("Novolipetskiy Metallurgicheskiy Kombinat", "Novolipetsk Steel Works"),
        ("ЗАО НТЦ «Модуль»", "Scientific and Technical Center Module"),
    ],
    "other scripts": [
        ("Τράπεζα της Ελλάδος", "Bank of Greece"),
        ("현대자동차 주식회사", "Hyundai Motor Company"),
        ("포스코", "POSCO"),
        ("トヨタ自動車株式会社", "Toyota Motor Corporation"),
        ("中国电子科技集团第十四研究所", "China Electronics Technology 14 Research Institute"),
        ("البنك المركزي العراقي", "Central Bank of Iraq"),
        ("شرکت ملی نفت ایران", "National Iranian Oil Company"),
        ("بنیاد مستضعفان", "Bonyad Mostazafan"),
        ("بانک سپه", "Bank Sepah"),
    ],
    "spellings": [
        ("Ansar al-Sharia", "Ansar ash-Shari'ah"),
        ("Lashkar-e-Tayyiba", "Lashkar e Toiba"),
        ("Jemaah Islamiyah", "Jema'ah Islamiyyah"),
        ("Jamaatul Ahrar", "Jamaat-ul-Ahrar"),
        ("Baghiatollah University", "Baqyatollah University"),
        ("Wuhan Alba Imp. & Exp. Co.", "Wuhan Alba Import and Export"),
        ("Kerch Sea Commercial Port", "Seaport of Kerch"),
        ("General Moters Company", "General Motors Company"),
        ("Thysenkrup AG", "ThyssenKrupp AG"),
        ("Centre national de la recherche scientifique", "National Centre for Scientific Research"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"), [pair for pairs in _ALIKE.values() for pair in pairs], ids=str
)
def test_names_of_one_party_in_two_languages_are_alike(one: str, other: str) -> None:
    assert likeness(one, other) >= ALIKE_AT
    assert likeness(one, other) == pytest.approx(likeness(other, one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fourteenth Research Institute", "40th Research Institute"),
        ("Eighth Research Institute", "Eighteenth Research Institute"),
        ("Robert Bosch Stiftung", "Robert Bosch GmbH"),
        ("Nuffield Trust", "Nuffield Ltd"),
        ("Bank of the Republic of Korea", "Bank of the Democratic People's Republic of Korea"),
        ("National Bank of Niger", "National Bank of Nigeria"),
        ("Agricultural Bank of Iran", "Agricultural Development Bank of Iran"),
        ("Banco de Chile", "Banco Central de Chile"),
        ("Oil India", "Indian Oil Corporation"),
        ("Council of Europe", "European Council"),
        ("Northwest Airlines", "Southwest Airlines"),
        ("Bank Tejarat, Dushanbe Branch", "Bank Melli, Dushanbe Branch"),
        ("بانک ملت", "Bank Melli Iran"),
        ("삼성전자", "Samsung Heavy Industries"),
        ("China State Shipbuilding Corporation", "China Shipbuilding Industry Corporation"),
        ("Vega Group", "Altair Group"),
        ("Hoverla LLC", "Hoverla Yekaterinburg LLC"),
        ("Sumida Corporation", "Sumida Chemical Company, Limited"),
    ],
)  # fmt: skip
def test_another_body_of_a_like_name_is_not(one: str, other: str) -> None:
    assert likeness(one, other) < ALIKE_AT


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("قناة الجزيرة", "channel al jzireh"),
        ("삼성전자 주식회사", "samseong electronic company"),
        ("Εθνική Τράπεζα", "national bank"),
        ("第一百零二研究所", "102 research institute"),
    ],
)
def test_words_of_institutions_are_read_in_their_script(name: str, words: str) -> None:
    assert words_of([name])[0] == words.split()


def test_words_that_mean_nearly_the_same_make_no_match() -> None:
    assert likeness("Orbita Commission", "Orbita Committee") >= ALIKE_AT
    assert not misspelt("Orbita Commission", "Orbita Committee")
