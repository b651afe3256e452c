"""Units beside a number in either language, and what one is worth in another.

A unit is named by one canonical English word. Units of one *measure* can be compared: a figure
may be converted on the way (15 mu is 1 hectare), so the same figure under another unit of that
measure is a fault, and so is one currency for another. Factors: GB 3100-93 and the Chinese
statutory market units (1 jin = 500 g, 1 mu = 1/15 ha, 1 li = 500 m).
"""

import re
from typing import Final

_SIZES: Final[dict[str, dict[str, float]]] = {
    "length": {
        "kilometre": 1000, "metre": 1, "centimetre": 0.01, "millimetre": 0.001, "li": 500,
        "mile": 1609.344, "foot": 0.3048, "inch": 0.0254, "nautical mile": 1852, "yard": 0.9144,
        "zhang": 10 / 3, "chi": 1 / 3,
    },
    "area": {
        "mu": 10_000 / 15, "hectare": 10_000, "square metre": 1, "square kilometre": 1e6,
        "acre": 4046.856, "square mile": 2.589988e6, "square foot": 0.09290304,
    },
    "mass": {
        "tonne": 1e6, "kilogram": 1000, "gram": 1, "jin": 500, "liang": 50, "milligram": 0.001,
        "pound weight": 453.592, "ounce": 28.3495,
    },
    "volume": {"litre": 1, "millilitre": 0.001, "cubic metre": 1000, "gallon": 3.785},
    "time": {
        "year": 365.25, "month": 30.4375, "week": 7, "day": 1, "hour": 1 / 24, "minute": 1 / 1440,
        "second": 1 / 86400, "quarter": 91.3125, "decade": 3652.5, "century": 36525,
    },
    "power": {"kilowatt": 1, "megawatt": 1000, "gigawatt": 1e6, "watt": 0.001},
    "energy": {"kilowatt-hour": 1},
    "money": {
        "yuan": 0, "US dollar": 0, "Hong Kong dollar": 0, "Taiwan dollar": 0, "dollar": 0,
        "Singapore dollar": 0, "Australian dollar": 0, "Canadian dollar": 0, "euro": 0, "pound": 0,
        "yen": 0, "won": 0, "rouble": 0, "rupee": 0, "franc": 0, "baht": 0, "dong": 0, "peso": 0,
        "pataca": 0, "ringgit": 0, "dirham": 0, "rand": 0, "rupiah": 0, "lira": 0, "tenge": 0,
        "riyal": 0, "real": 0, "krona": 0,
    },
    "temperature": {"degree Celsius": 0, "degree Fahrenheit": 0, "degree below zero": 0},
    "people": {"person": 0},
    "households": {"household": 0},
}  # fmt: skip
_MEASURE: Final = {unit: measure for measure, sizes in _SIZES.items() for unit in sizes}

# Which figures may not change hands: a sum of money is never a length, nor a count of people.
_RIVAL_MEASURES: Final = frozenset(
    ("length", "area", "mass", "volume", "money", "power", "energy", "temperature", "people",
     "households", "time")
)  # fmt: skip

_NAMED_BEFORE: Final = re.compile(r"(?:新台币|台币|港币|港元|美元|日元|韩元|澳门元)$")
_CHINESE: Final[dict[str, str]] = {
    "公里": "kilometre", "千米": "kilometre", "平方公里": "square kilometre", "公分": "centimetre",
    "平方千米": "square kilometre", "平方米": "square metre", "平米": "square metre",
    "米": "metre", "厘米": "centimetre", "毫米": "millimetre", "里地": "li", "华里": "li",
    "里路": "li",
    "里外": "li", "里长": "li", "里": "li",
    "海里": "nautical mile", "英里": "mile", "英尺": "foot", "英寸": "inch", "码": "yard",
    "亩": "mu", "公顷": "hectare", "英亩": "acre", "平方英里": "square mile",
    "平方英尺": "square foot",
    "吨": "tonne", "公斤": "kilogram", "千克": "kilogram", "克": "gram", "斤": "jin",
    "毫克": "milligram", "磅": "pound weight", "盎司": "ounce",
    "升": "litre", "毫升": "millilitre", "立方米": "cubic metre", "加仑": "gallon",
    "年": "year", "周年": "year", "年来": "year", "岁": "year", "周岁": "year",
    "个月": "month", "个多月": "month",
    "周": "week", "个星期": "week", "星期": "week", "天": "day", "小时": "hour", "个小时": "hour",
    "多小时": "hour", "个多小时": "hour", "分钟": "minute", "秒": "second", "秒钟": "second",
    "个季度": "quarter", "世纪": "century", "个世纪": "century",
    "千瓦时": "kilowatt-hour", "度电": "kilowatt-hour", "千瓦": "kilowatt", "兆瓦": "megawatt",
    "吉瓦": "gigawatt", "瓦": "watt",
    "元": "yuan", "元人民币": "yuan", "块钱": "yuan", "人民币": "yuan", "元钱": "yuan",
    "美元": "US dollar", "美金": "US dollar",
    "港元": "Hong Kong dollar", "港币": "Hong Kong dollar",
    "新台币": "Taiwan dollar", "元新台币": "Taiwan dollar", "新台币元": "Taiwan dollar",
    "台币": "Taiwan dollar", "新元": "Singapore dollar", "新加坡元": "Singapore dollar",
    "澳元": "Australian dollar", "加元": "Canadian dollar", "欧元": "euro", "英镑": "pound",
    "日元": "yen", "日圆": "yen", "韩元": "won", "卢布": "rouble", "卢比": "rupee",
    "瑞士法郎": "franc", "瑞郎": "franc", "泰铢": "baht", "越南盾": "dong", "比索": "peso",
    "令吉": "ringgit", "林吉特": "ringgit", "迪拉姆": "dirham", "兰特": "rand", "印尼盾": "rupiah",
    "里拉": "lira", "坚戈": "tenge", "里亚尔": "riyal", "雷亚尔": "real", "克朗": "krona",
    "澳门元": "pataca", "℃": "degree Celsius", "摄氏度": "degree Celsius",
    "°C": "degree Celsius", "华氏度": "degree Fahrenheit", "℉": "degree Fahrenheit",
    "人": "person", "名": "person", "人次": "visit", "户": "household", "户家庭": "household",
}  # fmt: skip

_ENGLISH: Final[dict[str, str]] = {
    r"kilomet(?:re|er)s?|kms?": "kilometre",
    r"met(?:re|er)s?|m": "metre",
    r"centimet(?:re|er)s?|cm": "centimetre",
    r"millimet(?:re|er)s?|mm": "millimetre",
    r"li": "li",
    r"miles?": "mile",
    r"feet|foot|ft": "foot",
    r"inch(?:es)?": "inch",
    r"nautical miles?": "nautical mile",
    r"mus?|mou": "mu",
    r"hectares?|ha": "hectare",
    r"acres?": "acre",
    r"(?:square|sq\.?) met(?:re|er)s?|m²|m2": "square metre",
    r"(?:square|sq\.?) (?:kilomet(?:re|er)s?|km)|km²|km2": "square kilometre",
    r"(?:square|sq\.?) miles?": "square mile",
    r"(?:square|sq\.?) (?:feet|foot)": "square foot",
    r"cubic met(?:re|er)s?|m³|m3": "cubic metre",
    r"lit(?:re|er)s?": "litre",
    r"millilit(?:re|er)s?|ml": "millilitre",
    r"gallons?": "gallon",
    r"(?:metric )?(?:tonnes?|tons?)": "tonne",
    r"kilograms?|kilos?|kgs?": "kilogram",
    r"grams?|g": "gram",
    r"milligrams?|mg": "milligram",
    r"jin|catt(?:y|ies)": "jin",
    r"ounces?": "ounce",
    r"years?|years? old|year-old": "year",
    r"months?": "month",
    r"weeks?": "week",
    r"days?": "day",
    r"hours?": "hour",
    r"minutes?|mins?": "minute",
    r"seconds?": "second",
    r"quarters?": "quarter",
    r"decades?": "decade",
    r"centur(?:y|ies)": "century",
    r"kilowatt[ -]hours?|kwh": "kilowatt-hour",
    r"kilowatts?|kw": "kilowatt",
    r"megawatts?|mw": "megawatt",
    r"gigawatts?|gw": "gigawatt",
    r"watts?": "watt",
    r"(?:chinese )?yuan|rmb|renminbi|cny": "yuan",
    r"(?:us|u\.s\.|american) dollars?|usd": "US dollar",
    r"(?:hk|hong kong) dollars?|hkd": "Hong Kong dollar",
    r"(?:new )?taiwan(?:ese)? dollars?|nt dollars?|twd|ntd": "Taiwan dollar",
    r"singapore(?:an)? dollars?|sgd": "Singapore dollar",
    r"australian dollars?|aud": "Australian dollar",
    r"canadian dollars?|cad": "Canadian dollar",
    r"dollars?": "dollar",
    r"euros?|eur": "euro",
    r"pounds? sterling|british pounds?|gbp": "pound",
    r"(?:japanese )?yen|jpy": "yen",
    r"(?:korean )?won|krw": "won",
    r"(?:russian )?(?:roubles?|rubles?)": "rouble",
    r"(?:indian )?rupees?": "rupee",
    r"swiss francs?": "franc",
    r"(?:thai )?baht": "baht",
    r"(?:vietnamese )?dong": "dong",
    r"pesos?": "peso",
    r"patacas?": "pataca",
    r"(?:malaysian )?ringgits?|myr": "ringgit",
    r"(?:uae )?dirhams?": "dirham",
    r"(?:south african )?rand": "rand",
    r"(?:indonesian )?rupiahs?": "rupiah",
    r"(?:turkish )?liras?": "lira",
    r"tenges?": "tenge",
    r"(?:saudi )?(?:riyals?|rials?)": "riyal",
    r"(?:brazilian )?(?:reals|reais)": "real",
    r"(?:swedish |norwegian |danish )?(?:kronor|kroner|kron[ae])": "krona",
    r"°c|℃|degrees? celsius|degrees? centigrade": "degree Celsius",
    r"°f|℉|degrees? fahrenheit": "degree Fahrenheit",
    r"people|persons?": "person",
    r"households?|families": "household",
}
_SIGNS: Final = {
    "US$": "US dollar", "$": "dollar", "HK$": "Hong Kong dollar", "NT$": "Taiwan dollar",
    "S$": "Singapore dollar", "A$": "Australian dollar", "C$": "Canadian dollar", "€": "euro",
    "£": "pound", "¥": "yuan", "￥": "yuan", "RMB": "yuan", "CNY": "yuan", "CN¥": "yuan",
    "RM": "ringgit",
    "USD": "US dollar", "HKD": "Hong Kong dollar", "EUR": "euro", "₩": "won", "MOP": "pataca",
    "NTD": "Taiwan dollar", "SGD": "Singapore dollar", "GBP": "pound", "JPY": "yen",
}  # fmt: skip

_AFTER_CHINESE: Final = re.compile(
    r"\s?[多余]?(" + "|".join(sorted(map(re.escape, _CHINESE), key=len, reverse=True)) + ")"
)
_AFTER_ENGLISH: Final = re.compile(
    r"[ -]?(?:" + "|".join(f"(?P<u{n}>{p})" for n, p in enumerate(_ENGLISH)) + r")(?![a-z])",
    re.IGNORECASE,
)
_ENGLISH_NAMES: Final = tuple(_ENGLISH.values())
SIGN: Final = "(?:" + "|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True)) + ")"
"""A regular expression for a currency sign or code that stands before an English figure."""
SIGN_STARTS: Final = re.escape("".join(sorted({sign[0] for sign in _SIGNS})))
"""The characters that such a sign begins with, for a set in a regular expression."""

_MINUS: Final = re.compile(r"(?:零下|负|(?<!\d)-|\b(?:minus|negative) )\s?$", re.IGNORECASE)
# "名" and "人" are also names and grammar ("人大"), the others never read otherwise there.
_NOT_A_UNIT: Final = re.compile(
    r"人(?:大|民(?!币)|工|均)|年(?:代|级|级|龄)|克(?:拉|里|隆)|里(?![，。；、,;)\s]|[地路外长远]|$)|米(?:其)|周(?:[一二三四五六日])|度假"
)


def after_chinese(text: str, at: int) -> tuple[str, int]:
    """Return the unit that stands at ``at`` in a Chinese text and where it ends ("" if none)."""
    match = _AFTER_CHINESE.match(text, at)
    if match is None or _NOT_A_UNIT.match(text, match.start(1)):
        return "", at
    return _CHINESE[match[1]], match.end()


def of_the_name_before(unit: str, before: str) -> str:
    """Return the currency that 元 is behind the name of another one: 新台币3032亿元."""
    if unit != "yuan":
        return unit
    named = _NAMED_BEFORE.search(before)
    return _CHINESE[named[0]] if named else unit


def after_english(text: str, at: int) -> tuple[str, int]:
    """Return the unit that stands at ``at`` in an English text and where it ends ("" if none)."""
    match = _AFTER_ENGLISH.match(text, at)
    if match is None or match.lastgroup is None:
        return "", at
    return _ENGLISH_NAMES[int(match.lastgroup[1:])], match.end()


def below_zero(unit: str, before: str) -> str:
    """Return a unit of temperature as what it is behind "minus" or 零下, any other unchanged."""
    return "degree below zero" if unit.startswith("degree C") and _MINUS.search(before) else unit


def sign(text: str) -> str:
    """Return the currency of a sign or code (``"HK$"``), or "" if it is none."""
    return _SIGNS.get(text.strip(), "")


def with_sign(currency: str, unit: str) -> str:
    """Return the unit of a figure with a currency sign before it and ``unit``, or "", behind it.

    "$5 Singapore dollars" and "¥5 yen" say which; "US$5 yuan" contradicts itself, and is dollars.
    """
    told = unit.endswith("dollar") if currency.endswith("dollar") else unit == "yen"
    return unit if told and currency in ("dollar", "yuan") else currency


def measure(unit: str) -> str:
    """Return what ``unit`` measures ("length", "money" …), or "" if it is unknown."""
    return _MEASURE.get(unit, "")


def converted(value: float, unit: str, into: str) -> float | None:
    """Return ``value`` of ``unit`` in the unit ``into``; None where no factor is known."""
    kind = _MEASURE.get(unit)
    if kind is None or kind != _MEASURE.get(into):
        return None
    size, other = _SIZES[kind][unit], _SIZES[kind][into]
    return value * size / other if size and other else None


def conflict(source: str, target: str) -> bool:
    """Whether one figure cannot stand with ``source`` in one text and ``target`` in the other."""
    if not source or not target or source == target:
        return False
    left, right = _MEASURE.get(source, ""), _MEASURE.get(target, "")
    if left == right == "money":
        # A bare "dollar" may be any dollar.
        return not (
            "dollar" in (source, target) and source.endswith("dollar") and target.endswith("dollar")
        )
    return left in _RIVAL_MEASURES and right in _RIVAL_MEASURES
