"""A short list in the real one's manner: names, aliases and countries as it prints them."""

from __future__ import annotations

import pytest

from dagster_project.matching import Index, ListedName

LISTED = {
    "tianjin": ("CN", "Tianjin University", "Tianjin University, Shandong Research Institute"),
    "sichuan": ("CN", "Sichuan University"),
    "bupt": ("CN", "Beijing University of Posts and Telecommunications (BUPT)"),
    "buaa": (
        "CN",
        "Beijing University of Aeronautics and Astronautics (BUAA)",
        "Beihang University",
    ),
    "nuaa": ("CN", "Nanjing University of Aeronautics and Astronautics"),
    "uestc": ("CN", "University of Electronic Science and Technology of China"),
    "ustc": ("CN", "University of Science and Technology of China"),
    "harbin": ("CN", "Harbin Institute of Technology"),
    "bit": ("CN", "Beijing Institute of Technology"),
    "heu": ("CN", "Harbin Engineering University"),
    "nudt": ("CN", "National University of Defense Technology (NUDT)"),
    "huawei": ("CN", "Huawei Technologies Co., Ltd.", "Shenzhen Huawei Technologies"),
    "sensetime": (
        "CN",
        "Beijing Sensetime Technology Development Co., Ltd.",
        "Sense Time",
    ),
    "smic": (
        "CN",
        "Semiconductor Manufacturing International Corporation (SMIC)",
        "SMIC",
    ),
    "fudan": ("CN", "Shanghai Fudan Microelectronics Co., Ltd.", "Fudan Micro", "FMSH"),
    "cas": ("CN", "Chinese Academy of Sciences Institute of Computing Technology", "CAS ICT"),
    "best": ("CN", "Beijing E-science Technology Co., Ltd.", "BEST"),
    "ihep": ("RU", "Institute of High Energy Physics", "IHEP"),
    "yupiter": ("RU", "JSC Zavod Yupiter", "Joint Stock Company Jupiter Plant"),
    "integral": ("BY", "OAO Integral"),
    "mikron": ("RU", "Joint Stock Company Mikron", "AO Mikron"),
    "skoltech": ("RU", "Skolkovo Institute of Science and Technology", "Skoltech"),
    "skolkovo": ("RU", "Skolkovo Foundation"),
    "zte": ("IR", "ZTE Parsian"),
    "busan": ("PK", "Busan International"),
    "address": ("HK", "Address 01, Unit D, 16/F One Capital Place, 18 Luard Road, Wan Chai"),
}


def listed_names() -> list[ListedName]:
    return [
        ListedName(
            entity_id=entity_id,
            party_id=None,
            name=name,
            name_kind="address" if entity_id == "address" else "alias" if number else "primary",
            country_code=country,
        )
        for entity_id, (country, *names) in LISTED.items()
        for number, name in enumerate(names)
    ]


@pytest.fixture(scope="session")
def listed() -> list[ListedName]:
    return listed_names()


@pytest.fixture(scope="session")
def index(listed: list[ListedName]) -> Index:
    return Index(listed)
