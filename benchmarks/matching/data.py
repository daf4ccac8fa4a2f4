"""The labelled and the generated sets of the benchmark, and their halves.

Every set is split by a hash of the string (and of the entity): one half to tune on (`tune`), one
to report on (`report`). Of the pairs that are kept here the half stands beside each.
"""

from __future__ import annotations

import csv
import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from dagster_project.matching import ListedName
from dagster_project.matching.tokens import words_of
from dagster_project.matching.vocabulary import CONTENT, word_class
from dagster_project.matching.words import FORMS, SAME, STOP


def half(text: str) -> str:
    """`tune` or `report`, by a hash of the text alone."""
    return "tune" if hashlib.sha256(text.encode()).digest()[0] & 1 else "report"


@dataclass(frozen=True)
class Case:
    """One name and the entities it must find (none: it must find nothing)."""

    name: str
    entities: frozenset[str]
    kind: str
    country_code: str | None = None


def labelled_affiliations(folder: Path, listed: Sequence[ListedName]) -> list[Case]:
    """Set (a): affiliation strings; each label is a listed head name, resolved to its entities."""
    by_name: dict[str, set[str]] = defaultdict(set)
    for entry in listed:
        by_name[_plain(entry.name)].add(entry.entity_id)
    cases = []
    with (folder / "entity_list_screen_labelled.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            wanted: set[str] = set()
            for label in filter(None, row["listed_names"].split("|")):
                found = by_name.get(_plain(label))
                if not found:
                    found = {
                        e for n, es in by_name.items() if n.startswith(_plain(label)) for e in es
                    }
                if not found:
                    print("label not on the list:", label)
                wanted |= found
            cases.append(Case(row["name"], frozenset(wanted), "affiliation"))
    return cases


Pair = tuple[str, str, bool]


def labelled_pairs(folder: Path) -> dict[str, list[Pair]]:
    """Set (b): pairs of organisation names, by half."""
    halves: dict[str, list[Pair]] = {"tune": [], "report": []}
    with (folder / "name_pairs_labelled.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["schema"] in ("Company", "Organization", "LegalEntity"):
                one, other = row["name1"], row["name2"]
                halves[half(one + other)].append((one, other, row["is_match"] == "true"))
    return halves


def written_pairs() -> dict[str, list[Pair]]:
    """Pairs written by hand from public facts, blind to the matcher, by half."""
    halves: dict[str, list[Pair]] = {"tune": [], "report": []}
    with Path(__file__).with_name("written_pairs.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            halves[row["half"]].append((row["one"], row["other"], row["same"] == "true"))
    return halves


def restated_donors(folder: Path) -> list[tuple[str, str]]:
    """Set (c): the same donor in two editions."""
    with (folder / "section_117_restated_donors.csv").open(encoding="utf-8") as file:
        return [(row["donor_old"], row["donor_new"]) for row in csv.DictReader(file)]


def real_names(folder: Path) -> list[str]:
    """Names of the world: donors, project partners, organisations in the news, affiliations."""
    names: dict[str, None] = {}
    with (folder / "funding/section_117/2020-10-19_foreign_gifts.csv").open(
        encoding="utf-8", errors="replace"
    ) as file:
        names.update(dict.fromkeys(row["Giftor Name"] for row in csv.DictReader(file)))
    with (folder / "funding/cordis/cordis_china_organizations.csv").open(encoding="utf-8") as file:
        names.update(dict.fromkeys(row["org_name"] for row in csv.DictReader(file)))
    with (folder / "news/gdelt/articles_organisations_sample.csv").open(
        encoding="utf-8", errors="replace"
    ) as file:
        for row in csv.DictReader(file):
            names.update(dict.fromkeys((row["organizations"] or "").split(";")))
    with (folder / "matching/affiliations_ror_labelled.csv").open(encoding="utf-8") as file:
        names.update(dict.fromkeys(row["affiliation"] for row in csv.DictReader(file)))
    return [name for name in names if name and len(name.strip()) > 2]


# Words by which a real name holds a listed party in a spelling that is not on the list; such
# names are true matches without a label, and no negatives. Read off the names by hand.
UNLABELLED = re.compile(
    r"beihang|skolkovo|skoltech|huawei|hikvision|sensetime|kurchatov|shemyakin|trapeznikov|"
    r"harbin.{1,3}inst|(beijing|bupt).*(posts|telecommun)|of ?science.{1,5}tech\w*.{1,5}china|"
    r"academy.of.?engineering.?physics|academyofengineering|yilan chen|kevin chen|chen, kevin|"
    r"suochen|semiconductor manufacturing int|matech industrial|marine science and tech|"
    r"northwest\w* polytech|nat\w* univ\w* of def|cheremushkin|biotagroup|biota of|kasper",
    re.I,
)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _bag(name: str) -> frozenset[str]:
    """A name's words but for small words and legal forms, in their one spelling."""
    same = {SAME.get(word, word) for word in words_of([name])[0]}
    return frozenset(same - STOP - FORMS.keys())


KINDS = (
    "one typo", "two typos", "legal form", "abbreviation", "word order", "transliteration",
    "spacing", "branch", "department", "punctuation", "cut at 35", "French", "Chinese",
)  # fmt: skip

_FORM_END = re.compile(
    r",?\s+(?:co\.?,?\s*ltd\.?|limited|ltd\.?|llc|inc\.?|gmbh|corp(?:oration)?\.?|company|"
    r"jsc|s\.?a\.?|fze|pte\.? ltd\.?)\.?$",
    re.I,
)
_FORM_START = re.compile(r"^(?:joint stock company|jsc|oao|ao|ooo|llc|pao|zao|ojsc)\s+", re.I)
_SHORT = {
    "University": "Univ.", "Institute": "Inst.", "Technology": "Technol.", "Science": "Sci.",
    "Sciences": "Sci.", "Research": "Res.", "Engineering": "Eng.", "National": "Natl.",
    "International": "Intl", "Corporation": "Corp.", "Company": "Co.", "Electronics": "Electron.",
    "Laboratory": "Lab.", "Academy": "Acad.", "Technologies": "Tech.", "Industry": "Ind.",
    "Manufacturing": "Mfg.", "Center": "Ctr.", "Development": "Dev.", "and": "&",
    "Telecommunications": "Telecommun.", "Aeronautics": "Aeronaut.", "Scientific": "Sci.",
    "Equipment": "Equip.", "Systems": "Syst.", "Association": "Assoc.", "Department": "Dept.",
}  # fmt: skip
_FRENCH = {
    "University": "Université", "Institute": "Institut", "Technology": "Technologie",
    "Research": "Recherche", "Academy": "Académie", "Sciences": "Sciences", "Science": "Science",
    "National": "National", "Center": "Centre", "Laboratory": "Laboratoire", "China": "Chine",
    "Russian": "Russe", "Beijing": "Pékin", "of": "de", "and": "et", "the": "la",
    "Electronics": "Électronique", "Electronic": "Électronique", "Technologies": "Technologies",
    "Company": "Société", "Group": "Groupe", "International": "International",
    "Engineering": "Ingénierie", "Industry": "Industrie", "Physics": "Physique",
    "Aeronautics": "Aéronautique", "Astronautics": "Astronautique", "Design": "Conception",
    "Defense": "Défense", "Telecommunications": "Télécommunications", "Materials": "Matériaux",
    "Space": "Spatiale", "Moscow": "Moscou", "Research.": "Recherche", "Semiconductor":
    "Semi-conducteurs", "Microelectronics": "Microélectronique", "Laboratories": "Laboratoires",
    "Industrial": "Industriel", "Chinese": "Chinoise", "Systems": "Systèmes",
}  # fmt: skip
# Names in use, simplified; the set writes half of them in traditional characters.
CHINESE_NAMES = {
    "Tianjin University": "天津大学", "Sichuan University": "四川大学",
    "Harbin Institute of Technology": "哈尔滨工业大学",
    "Harbin Engineering University": "哈尔滨工程大学",
    "Beijing Institute of Technology": "北京理工大学",
    "Beihang University": "北京航空航天大学",
    "Northwestern Polytechnical University": "西北工业大学",
    "Nanjing University of Aeronautics and Astronautics": "南京航空航天大学",
    "Nanjing University of Science and Technology": "南京理工大学",
    "University of Science and Technology of China": "中国科学技术大学",
    "University of Electronic Science and Technology of China": "电子科技大学",
    "Beijing University of Posts and Telecommunications": "北京邮电大学",
    "National University of Defense Technology": "国防科学技术大学",
    "Huawei Technologies": "华为技术有限公司",
    "Semiconductor Manufacturing International Corporation": "中芯国际集成电路制造有限公司",
    "Hikvision": "海康威视", "iFLYTEK": "科大讯飞", "Megvii": "旷视科技", "Yitu": "依图科技",
    "SenseTime": "商汤科技", "Dahua Technology": "大华技术", "DJI": "大疆创新",
    "Inspur": "浪潮集团", "Cambricon": "寒武纪科技", "Sugon": "曙光信息产业",
    "Peng Cheng Laboratory": "鹏城实验室", "Zhangjiang Laboratory": "张江实验室",
    "FiberHome": "烽火科技集团", "Yangtze Memory Technologies": "长江存储科技",
    "Shanghai Micro Electronics Equipment": "上海微电子装备",
}  # fmt: skip
_TRADITIONAL = str.maketrans(
    "学国际术电业与开发设备华进体机贸资实验环网讯汉尔滨庆龙马银钢贵云标计试训护双飞图视装张储芯亚旷鹏础团",
    "學國際術電業與開發設備華進體機貿資實驗環網訊漢爾濱慶龍馬銀鋼貴雲標計試訓護雙飛圖視裝張儲芯亞曠鵬礎團",
)
_TRANSLIT = (
    ("skiy", "sky"), ("skii", "sky"), ("sky", "skiy"), ("iy", "y"), ("ye", "e"), ("kh", "h"),
    ("ts", "c"), ("yu", "ju"), ("ya", "ia"), ("zh", "j"), ("oye", "oe"), ("x", "ks"),
    ("shch", "sch"), ("yi", "i"), ("ei", "ey"), ("oo", "u"), ("q", "k"), ("ou", "u"),
)  # fmt: skip
_CITIES = ("Shanghai", "Beijing", "Shenzhen", "Moscow", "Hong Kong", "Dubai", "Wuhan", "Xi'an")
_DEPARTMENTS = (
    "Department of Physics", "School of Computer Science", "College of Materials Science",
    "Faculty of Engineering", "Institute of Optics", "State Key Laboratory of Robotics",
    "Research and Development Department", "Dept. of Electronic Engineering",
)  # fmt: skip
_OTHER_WORDS = (
    "Commerce", "Finance and Economics", "Traditional Chinese Medicine", "Agriculture", "Posts",
    "Foreign Studies", "Petroleum", "Forestry", "Sport", "Fine Arts", "Normal", "Education",
)  # fmt: skip


def variant(name: str, kind: str, chance: random.Random) -> str | None:
    """One variant of a listed name; none where the name does not lend itself to it."""
    words = name.split()
    if kind in ("one typo", "two typos"):
        for _ in range(1 if kind == "one typo" else 2):
            at = chance.randrange(1, len(name) - 1)
            if not name[at].isalpha():
                at = next((i for i in range(1, len(name)) if name[i].isalpha()), at)
            how = chance.randrange(4)
            letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
            if how == 0:
                name = name[:at] + name[at + 1 :]
            elif how == 1:
                name = name[:at] + letter + name[at:]
            elif how == 2:
                name = name[:at] + letter + name[at + 1 :]
            else:
                name = name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
        return name
    if kind == "legal form":
        bare = _FORM_START.sub("", _FORM_END.sub("", name))
        if bare == name:
            return None
        if re.search(r"[^\W\d_]{3}", bare) is None:
            return None
        end = chance.choice(["", " Co., Ltd.", " Limited", " JSC", " LLC", " Corp."])
        return bare + end
    if kind == "abbreviation":
        short = " ".join(_SHORT.get(word.strip(","), word) for word in words)
        return short if short != name else None
    if kind == "word order":
        if len(words) < 3:
            return None
        at = chance.randrange(1, len(words))
        return " ".join(words[at:] + words[:at])
    if kind == "transliteration":
        changed = name
        for old, new in _TRANSLIT:
            if old in changed and chance.random() < 0.6:
                changed = changed.replace(old, new, 1)
        return changed if changed != name else None
    if kind == "spacing":
        if len(words) < 2:
            return None
        at = chance.randrange(len(words) - 1)
        return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])
    if kind == "branch":
        city = chance.choice(_CITIES)
        return chance.choice(
            [f"{name} ({city})", f"{name}, {city} Branch", f"{name} {city} Branch"]
        )
    if kind == "department":
        department = chance.choice(_DEPARTMENTS)
        return chance.choice([f"{department}, {name}", f"{name}, {department}"])
    if kind == "punctuation":
        return chance.choice(
            [name.upper().replace(",", "").replace(".", ""), name.replace(" ", "  ") + ".",
             name.replace(" ", "\xa0"), f"“{name}”", name.replace(" ", "-", 1)]
        )  # fmt: skip
    if kind == "cut at 35":
        return name[:35] if len(name) > 38 else None
    if kind == "French":
        french = [_FRENCH.get(word.strip(","), word) for word in words]
        if sum(a != b for a, b in zip(french, words, strict=True)) < 1:
            return None
        if words[-1] == "University":
            return "Université de " + " ".join(french[:-1])
        return " ".join(french)
    raise ValueError(kind)


def generated(
    folder: Path, listed: Sequence[ListedName], size: int, share: float, seed: int = 7
) -> Iterator[Case]:
    """Set (d): `share` of variants of listed names among real and look-alike names."""
    chance = random.Random(seed)
    by_entity: dict[str, list[ListedName]] = defaultdict(list)
    for entry in listed:
        by_entity[entry.entity_id].append(entry)
    owners: dict[str, set[str]] = defaultdict(set)
    for entry in listed:
        owners[_plain(entry.name)].add(entry.entity_id)
    usable = [
        entry for entry in listed
        if len(entry.name) >= 8 and len(entry.name) < 90 and len(entry.name.split()) >= 2
    ]  # fmt: skip
    true = round(size * share)
    made = 0
    chinese = [
        (frozenset(e.entity_id for e in listed if e.name.startswith(english)), text)
        for english, text in CHINESE_NAMES.items()
    ]
    chinese = [(found, text) for found, text in chinese if found]
    while made < true:
        kind = KINDS[made % len(KINDS)]
        if kind == "Chinese":
            wanted, text = chance.choice(chinese)
            name = text.translate(_TRADITIONAL) if chance.random() < 0.5 else text
        else:
            entry = chance.choice(usable)
            name = variant(entry.name, kind, chance)
            if name is None:
                continue
            wanted = owners[_plain(entry.name)]
            if kind == "cut at 35":
                wanted = {e.entity_id for e in listed if e.name.startswith(name)}
        made += 1
        yield Case(name, frozenset(wanted), kind)
    # A real name that holds a listed one may be a true match: it is no negative.
    bare = {_plain(re.sub(r"\(.*?\)", " ", entry.name)) for entry in listed}
    telling = [n for n in {*owners, *bare} if (len(n) >= 8 and " " in n) or len(n) >= 10]
    held = AhoCorasick(telling)
    # So may one of the same words in another order or with another legal form.
    bags = {_bag(entry.name) for entry in listed}

    def listed_inside(name: str) -> bool:
        return bool(
            held.find_matches_as_indexes(_plain(name))
            or UNLABELLED.search(name)
            or _bag(name) in bags
        )

    labelled = {
        case.name for case in labelled_affiliations(folder / "matching", listed) if case.entities
    }
    names = [n for n in real_names(folder) if n not in labelled and not listed_inside(n)]
    places = ["Tokyo", "Lyon", "Boston", "Hangzhou", "Ningbo", "Xiamen", "Qingdao", "Munich",
              "Osaka", "Dalian", "Suzhou", "Lanzhou", "Kazan", "Delhi", "Ankara"]  # fmt: skip
    endings = sorted(
        {
            word
            for name in names
            for word in re.findall(r"\b[A-Z][a-z]{4,9}\b", name)
            if word_class(SAME.get(word.lower(), word.lower())) == CONTENT
        }
    )
    while made < size:
        if chance.random() < 0.8:
            name, kind = chance.choice(names), "real"
            if chance.random() < 0.5:
                # A real name's words in other company: as many distinct names as are wanted.
                other = chance.choice(names).split()
                mine = name.split()
                cut = chance.randrange(1, len(mine) + 1)
                name, kind = " ".join(mine[:cut] + other[len(other) // 2 :]), "mixed"
                if listed_inside(name):
                    continue
        else:
            name, kind = (
                look_alike(chance.choice(usable).name, places, endings, chance),
                "look-alike",
            )
            if owners.get(_plain(name)) is None and listed_inside(name):
                continue
        made += 1
        yield Case(name, frozenset(owners.get(_plain(name), ())), kind)


def look_alike(
    name: str, places: Sequence[str], others: Sequence[str], chance: random.Random
) -> str:
    """A listed name with another distinguishing word: somebody else."""
    words = re.sub(r"\(.*?\)", "", name).split()
    if words[-1].strip(",.") == "University" and chance.random() < 0.6:
        return f"{name} of {chance.choice(_OTHER_WORDS)}"
    generic = {*_SHORT, *_FRENCH, "Co.,", "Ltd.", "Ltd", "JSC", "Joint", "Stock", "LLC", "Limited"}
    telling = [i for i, word in enumerate(words) if word not in generic and len(word) > 3]
    if not telling:
        return f"{chance.choice(others)} {name}"
    at = telling[0]
    words[at] = chance.choice(places if chance.random() < 0.4 else list(others))
    return " ".join(words)
