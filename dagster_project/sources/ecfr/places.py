"""Words that tell a name from an address where the list prints both on one line.

Here: the vocabulary. Not here: how a line is parted with it (`cell.py`).
"""

from __future__ import annotations

import re

# A segment after a comma that is only a legal form belongs to the name before it.
_LEGAL_FORMS = (
    r"a\.?\s?[sş]|ab|ad|ag|anonim|ao|a\.?o|b\.?v|berhad|bhd|bvi|c\.?a|cjsc|co|company|corp|"
    r"corporation|"
    r"cv|d\.o\.o|dis|dmcc|ead|eood|est|e\.?v|fsue|fz|fz-llc|fzc|fzco|fze|gmbh|group|holding|inc|"
    r"incorporated|jr|j\.?s|jsc|kg|k\.?k|l\.?l\.?c|limited|llp|l\.?p|ltd|ltda|n\.?v|oao|ojsc|ood|"
    r"ooo|oy|"
    r"pao|pjsc|plc|private|pt|pte|pty|pvt|s\.?a|s\.?a\.?r\.?l|s\.?a\.?s|san|sdn|s\.?l|s\.?p\.?a|"
    r"sr|s\.?r\.?l|"
    r"s\.?r\.?o|sti|[şs]irketi|tbk|the|tic|trading|ve|zao"
)
ONLY_LEGAL_FORM = re.compile(
    rf"\s*(?:\(?\b(?:{_LEGAL_FORMS})\b\)?\.?[\s,&]*)+(?:\([^()]*\)\.?\s*)?\.?\s*$", re.IGNORECASE
)
# A last word whose full stop is no end of a sentence.
ABBREVIATED = re.compile(
    r"(?:^|[\s.,(])(?:co|corp|inc|ltd|pte|pvt|bhd|sdn|sti|san|tic|jr|sr|llc|ltda|st|str|no|nos|"
    r"dr|gen|mr|"
    r"dis|ith|ihr|mak|mah|sok|cad|bul|nab|intl|dept|univ|tech|bros|eng|elec|ind|int'l|ul|per|obl|"
    r"bld|bldg|"
    r"rd|ave|fl|apt|bl|vh|ap|mt|jl|jln|kav|pt|[^\W\d_])\.?$",
    re.IGNORECASE,
)
LEGAL_ABBREVIATION = re.compile(
    r"(?:^|[\s.,(])(?:co|corp|inc|ltd|pte|pvt|bhd|sti|llc|ltda|s\.?a|s\.l|l\.p|limited|j\.s)\.?$",
    re.IGNORECASE,
)
KEEPS_FULL_STOP = re.compile(
    r"(?:^|[\s.,(])(?:co|corp|inc|ltd|pte|pvt|bhd|sdn|sti|tic|jr|sr|elec|"
    r"[^\W\d_](?:\.\s?[^\W\d_])+|ltda)\.$",
    re.IGNORECASE,
)
# What opens an address.
OPENS_ADDRESS = re.compile(
    r"\s*(?:\d|#|no\b|nos\b|room\b|rm\b|unit\b|flat\b|floor\b|building\b|bldg\b|block\b|suite\b|"
    r"ste\b|"
    r"office\b|p\.?\s?o\.?\s|post\s|shop\b|plot\b|house\b|level\b|apt\b|ul\b|d\.\s?\d)",
    re.IGNORECASE,
)
# What an address segment holds.
PLACE_WORD = re.compile(
    r"\d|\b(?:no|nos|room|rm|unit|flat|floor|fl|building|bldg|block|suite|ste|street|st|str|road|"
    r"rd|"
    r"avenue|ave|lane|ln|boulevard|blvd|highway|hwy|box|p\.?o\.?|district|dist|province|zone|"
    r"city|village|"
    r"town|plaza|tower|square|mall|market|area|sector|plot|house|villa|warehouse|apt|apartment|"
    r"office|"
    r"shop|ul|ulitsa|prospekt|prospect|pereulok|shosse|bul|bulvar|proezd|mah|mahallesi|cad|"
    r"caddesi|sok|"
    r"sokak|jalan|jln|lot|level|county|region|oblast|krai|raion|park|estate|near|opposite|behind|"
    r"airport|"
    r"rue|via|calle|av|avenida|c/o|gate|phase|km|township|tsp|arcade|mansion|chowk|colony|complex|"
    r"crescent|quarter|governorate|municipality|base|hostel|hotel)\b",
    re.IGNORECASE,
)
# A unit of an institution, printed after its parent and a comma.
UNIT = re.compile(
    r"\b(?:institut\w*|institution|academy|laborator\w*|department|branch|bureau|factory|plant|"
    r"ministry|"
    r"faculty|division|research\s+cent(?:er|re))\b"
    r"|^\s*(?:joint[- ]stock\s+company|public\s+joint|jsc|pjsc|ao|oao|ooo|npo|concern|federal|"
    r"state)\b"
    r"|\b[Şs]irketi$|^\s*importers\s+and\s+exporters",
    re.IGNORECASE,
)
# What a name must hold for a unit to be named after it: an institution, and no person.
INSTITUTION = re.compile(
    r"\b(?:institut\w*|academy|academies|laborator\w*|universit\w*|cent(?:er|re)|corporation|"
    r"company|co|"
    r"concern|group|technolog\w*|sciences?|ministry|college|polymers|consultants)\b",
    re.IGNORECASE,
)
_COUNTRIES = (
    "Afghanistan|Armenia|Australia|Austria|Azerbaijan|Bahrain|Belarus|Belgium|Belize|Brazil|"
    "Bulgaria|Burma|"
    "Canada|Chile|China|Crimea|Cyprus|Czech Republic|Denmark|Ecuador|Egypt|Estonia|Finland|"
    "France|Georgia|"
    "Germany|Greece|Hong Kong|Hungary|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Japan|Jordan|"
    "Kazakhstan|Kenya|Kyrgyzstan|Laos|Latvia|Lebanon|Lithuania|Luxembourg|Macau|Malaysia|Malta|"
    "Mexico|"
    "Netherlands|Norway|Oman|Pakistan|Panama|Poland|Portugal|Qatar|Romania|Russia|Saudi Arabia|"
    "Senegal|"
    "Singapore|Slovakia|South Africa|South Korea|South Sudan|Spain|Sri Lanka|Sudan|Sweden|"
    "Switzerland|"
    r"Syria|Taiwan|Thailand|Turkey|Türkiye|UAE|U\.A\.E\.|UK|U\.K\.|Ukraine|United Arab Emirates|"
    "United Kingdom|Uzbekistan|Venezuela|Vietnam"
)
ENDS_IN_COUNTRY = re.compile(rf"\b(?:{_COUNTRIES})\.?\s*$", re.IGNORECASE)
# `…, Pakistan and MZ-9 …`: a conjunction after a country parts two addresses.
COUNTRY_AND = re.compile(rf"\b((?:{_COUNTRIES})(?:\s+\d{{4,6}})?)\s*,?\s+and\s+(?=\S)")
