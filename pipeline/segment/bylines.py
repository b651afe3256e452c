"""Who wrote it, who took the picture: bylines, credits, signatures, and the people they name."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.segment.chars import HAN
from pipeline.segment.names import ANY, SURE, SURE_BEFORE, closed_up, is_name
from pipeline.segment.scripts import either

Stretch = tuple[int, int]
"""Where something stands in a text: half-open code points."""


def _blanks_in(*words: str) -> str:
    """Return a pattern for words in which a print line may have ended."""
    return "(?:" + "|".join(r"\s?".join(word) for word in words) + ")"


_JOB = _blanks_in(
    *("记者", "通讯员", "摄影师", "撰稿人", "撰稿", "评论员", "实习生", "特约作者", "报道员"),
    *("指导老师", "指导教师"),
)
_OWN = r"(?:[本木]\s?[报刊台网社]|新\s?华\s?社|中\s?新\s?社)"
_OTHER = (
    rf"(?<![{HAN}])(?:(?!记者|通讯员)[{HAN}“”\"·—-]){{2,16}}?"
    r"(?:[报社网台刊]|新闻|中心|客户端|在线|频道|周刊|[”\"])"
)
_RANK = (
    r"(?:全\s?媒\s?体?|融\s?媒\s?体?|见\s?习|实\s?习|特\s?约|特\s?派|首\s?席|高级|资深|主任"
    rf"|文字|摄影|视觉|图片|数字|青年|校园|学生|小|驻[{HAN}]{{1,6}}?)"
)
TITLE = either(rf"(?:(?:(?:{_OWN}|{_OTHER})\s?)?{_RANK}*{_JOB})")
"""What a byline calls its people, with the paper's name before it."""

_SLASH = r"\s*[/／|｜丨]\s*"
_POINT = r"\s*[/／|｜丨:：]"
_ALONE = rf"(?<![{HAN}])"
_SUPPLIED = r"供\s?图|提供图片"
_PICTURED = either(
    rf"(?:摄影报道|(?:摄影|制图|绘图|漫画|插图|图片|(?<!拍)摄)(?:{_POINT})?|{_SUPPLIED}"
    rf"|{_SLASH}[图摄]|{_ALONE}图{_POINT}|(?<=[{HAN}]{{2}}\s)[图绘](?=\s|$)"
    rf"|(?:新华社|中新社|本报)\s?发(?![{HAN}]))"
)
_WROTE = either(
    r"(?:(?:综合报道|报道|供稿|文字|撰文|采写|整理|执笔人?|统筹|策划|编译|翻译|作者|口述|讲述|来稿"
    rf"|{_ALONE}[{HAN}]{{0,8}}读者)(?:{_POINT})?"
    rf"|(?:文\s*[/／、]\s*图|图\s*[/／、]\s*文|{_ALONE}(?:文图|图文)(?![{HAN}]))(?:{_POINT})?"
    rf"|{_SLASH}文|{_ALONE}[文译]{_POINT}|(?:(?<=[{HAN}]{{2}}\s)|^)文(?=\s|$))"
)
_MARK = re.compile(rf"(?P<title>{TITLE})|(?P<wrote>{_WROTE})|(?P<pictured>{_PICTURED})")
_SUPPLIER = re.compile(rf"(?!{SURE}$)[{HAN}]{{2,12}}")
_SUPPLY = re.compile(either(_SUPPLIED))
_AROUND = "()（）[]［］〔〕。. \u3000"
_BULLETS = "□■●○◎▲△★☆◆◇ \u3000"
_BULLETED = re.compile(r"\s*[□■●◎◆]")
_BOX = re.compile(either(r"^口\s*(?=[本记通])"))
"""A box before a byline is read as the character of its shape."""
_SPLIT = re.compile(r"[\s、,，;；/／|｜:：。.()（）]+")
_DOT = re.compile(r"\s*[·•・]\s*")
_COUPLE = re.compile(rf"({SURE_BEFORE})[和与及]({SURE_BEFORE})")
_OF = re.compile(rf"({SURE_BEFORE})[系为].{{3,}}")
_OFFICE = re.compile(either(r"(?:[局部委办站所馆院校厂社队会处]|中心|公司|大学|政府)$"))


_SHORT = ("摄", "攝", "文", "图", "圖")


class _Part(NamedTuple):
    """Words between two marks of a byline, and what in it is trusted to be a name."""

    names: tuple[str, ...]
    others: tuple[str, ...]
    mark: str
    trusted: bool


def _words(text: str) -> list[str]:
    """Return the words of a byline, names whole."""
    return closed_up([word for word in _SPLIT.split(_DOT.sub("·", text)) if word])


@lru_cache(maxsize=64)
def _parts(text: str) -> tuple[_Part, ...]:
    """Take a byline apart at its titles and at what its people did.

    The byline of a line is asked for several times: as what, by whom, what it says.
    """
    found: list[_Part] = []
    before: re.Match[str] | None = None
    for match in [*_MARK.finditer(text), None]:
        stretch = text[before.end() if before else 0 : match.start() if match else len(text)]
        names: list[str] = []
        others: list[str] = []
        supplied = match is not None and _SUPPLY.fullmatch(match.group()) is not None
        words = _words(stretch)
        if supplied and _OFFICE.search("".join(words)):
            words = []
        for word in words:
            if supplied and len(words) == 1 and _SUPPLIER.fullmatch(word):
                continue  # an office, or whoever else, supplied the picture
            several = _COUPLE.fullmatch(word) or _OF.fullmatch(word)
            persons = several.groups() if several else (word,)
            (names if all(map(is_name, persons)) else others).extend(persons)
        mark = (before.lastgroup or "") if before else ""
        trusted = _trusted(before, stretch, match)
        found.append(_Part(tuple(names), tuple(others), mark, trusted))
        before = match
    return tuple(found)


def _trusted(before: re.Match[str] | None, stretch: str, after: re.Match[str] | None) -> bool:
    """Whether the words around a stretch say that names stand in it: a title, ``文/``, ``摄``."""
    if before and (before.group()[-1] in "/／|｜丨:：" or stretch[:1] in ":："):
        return True
    if before and before.lastgroup == "title":
        return stretch[:1].isspace()
    return after is not None and after.group() in _SHORT and stretch[-1:].isspace()


class _Read(NamedTuple):
    """What a text is made of: marks, names, and whether it holds nothing else."""

    marks: frozenset[str]
    names: tuple[str, ...]
    whole: bool


def _read(text: str, listed: bool = False) -> _Read:
    """Read a text; ``listed`` where a bullet or brackets say that names stand in it."""
    return _summed(_parts(text), listed)


def _summed(parts: Sequence[_Part], listed: bool) -> _Read:
    names = tuple(name for part in parts for name in part.names)
    whole = bool(names) and all(
        not part.others
        and (listed or part.trusted or all(is_name(name, sure=True) for name in part.names))
        for part in parts
    )
    return _Read(frozenset(part.mark for part in parts if part.mark), names, whole)


_NAMELESS = re.compile(either(rf"^{_OWN}?(?:特约)?评论员$|^{_OWN}编辑部$"))


_FIRST_LOOK = re.compile(
    r"(?=[^。!！?？;；]{2,60}$).*?"
    + either(
        rf"(?:{_JOB}|评论员|指导|报道|供稿|读者|作者|[/／|｜丨:：]|文\s*图|图\s*文|文\s|文字|采写|撰文|整理|执笔"
        r"|统筹|策划|译|口述|讲述|来稿|编辑部)"
    )
)
"""For speed: no byline without a bullet is without one of these, or longer."""


def is_byline(line: str) -> bool:
    """Whether ``line`` is nothing but who wrote it."""
    bulleted = _BULLETED.match(line) is not None
    if not bulleted and not _FIRST_LOOK.match(line):
        return False
    bare = _BOX.sub("", line).strip(_BULLETS)
    found = _read(bare, listed=bulleted)
    if "pictured" in found.marks and "wrote" not in found.marks:
        return False
    return (found.whole and (bulleted or bool(found.marks))) or bool(_NAMELESS.match(bare))


_MOST_NAMES = 12
"""Characters of a line that is nothing but names."""
_SIGNS_OFF = 20
"""Characters of a line that signs a letter."""


def is_names(line: str) -> bool:
    """Whether ``line`` could be nothing but people's names, one of them surely one."""
    bare = line.strip(_BULLETS)
    if len(bare) > _MOST_NAMES:
        return False
    words = _words(bare)
    return all(map(is_name, words)) and any(is_name(word, sure=True) for word in words)


def ends_with_name(line: str) -> bool:
    """Whether a short line's last word could be a person's name, as letters are signed."""
    before, _, last = line.rpartition(" ")
    return bool(before) and len(line) <= _SIGNS_OFF and is_name(last, sure=True)


_OPEN, _CLOSE = r"[(（\[［〔]", r"[)）\]］〕]"
_AGENCY_CREDIT = re.compile(
    either(
        rf"^[{_BULLETS}]*{_OPEN}?\s*(?:(?:摄影|图片来源|图片|图|摄)\s*[:：/]\s*[{HAN}·、 ]{{2,20}}"
        rf"|[{HAN}]{{2,12}}\s*(?:供图|提供图片)|图片?由\s*[{HAN}]{{2,12}}\s*(?:提供|供图)"
        rf"|(?:新华社|中新社|本报)[{HAN} ]{{0,8}}(?:发|图片)|(?:本报)?资料(?:图片?|照片))"
        rf"\s*{_CLOSE}?[。.]?$"
    )
)


def is_credit(line: str) -> bool:
    """Whether ``line`` is nothing but who took the photograph."""
    if not _PICTURE_WORD.search(line):
        return False
    found = _read(line.strip(_BULLETS).strip(_AROUND))
    if found.whole and "pictured" in found.marks and "wrote" not in found.marks:
        return True
    return _AGENCY_CREDIT.match(line) is not None


_PICTURE_WORD = re.compile(either("[摄图绘画]|照片|[社报][^。]{0,4}发"))
_CREDIT_REACH = 60
_MARK_REACH = 20
_WITH_PICTURE = re.compile(either("[/／、文]\\s*图|图\\s*[/／、文]"))
_CREDIT_END = re.compile(rf"\s*{_CLOSE}?[。.]?\s*$")
_BEFORE_CREDIT = re.compile(r"[()（）〔〕［］。.!！?？…\"”’]")
_WORD = re.compile(r"(?:^|(?<=\s))\S")


def inline_credit(text: str, start: int = 0) -> Stretch | None:
    """Find the photographer's credit at the end of a caption's text, not before ``start``."""
    start = max(start, len(text) - _CREDIT_REACH)
    if not _PICTURE_WORD.search(text, max(start, len(text) - _MARK_REACH)):
        return None
    end = _CREDIT_END.search(text, start)
    stop = end.start() if end else len(text)
    breaks = [match.end() for match in _BEFORE_CREDIT.finditer(text, start, stop)]
    first = breaks[-1] if breaks else start
    for match in _WORD.finditer(text[first:stop]):
        if match.start() == 0 and not breaks:
            continue  # nothing parts it from the text
        place = first + match.start()
        found = _read(text[place:stop], listed=text[first - 1] in "(（〔［")
        pictured = "pictured" in found.marks
        if not pictured and breaks:  # ``文/图`` closes a caption; alone it is a reporter's byline
            pictured = _WITH_PICTURE.search(text, place, stop) is not None
        if found.whole and pictured:
            return place, stop
    return _nameless_credit(text, breaks[-1], stop) if breaks else None


def _nameless_credit(text: str, start: int, stop: int) -> Stretch | None:
    """Find the credit of an office or an archive, which names nobody, behind a sentence's end."""
    while start < stop and text[start].isspace():
        start += 1
    if text[stop : stop + 1] in ("。", "."):
        return None  # a sentence of its own
    bare = _BLANKS.sub("", text[start:stop])  # a print line may have ended in it
    return (start, stop) if _AGENCY_CREDIT.match(bare) else None


INLINE_BYLINE = re.compile(
    rf"{_OPEN}\s*(?P<byline>(?:文\s*/\s*图\s*)?{TITLE}[^()（）。]{{1,40}}?)\s*{_CLOSE}"
)
"""A byline in brackets, as it stands behind a dateline."""


def _list(name: str) -> str:
    return rf"{name}(?:(?:\s|\s*[、,，]\s*){name}){{0,5}}"


_VERB = either(r"(?=\s*(?:综合报道|报道|从|在|日前|近日|昨|今|获悉|了解|[:：,，]|\d))")
BARE_BYLINE = re.compile(
    rf"\s*(?P<byline>{TITLE}\s+{_list(ANY)}(?:\s+{TITLE}\s+{_list(ANY)})?(?=\s)"
    rf"|{TITLE}\s?{_list(SURE_BEFORE)}(?:[\s、]{{1,2}}{TITLE}\s?{_list(SURE_BEFORE)})?(?:{_VERB}|(?=\s)))"
)
"""A byline without brackets behind a dateline: ``本报讯 记者 X 报道``, ``本报讯 记者X从…获悉``."""
_OPENING = re.compile(
    rf"\s*(?P<byline>{TITLE}\s?{_list(SURE_BEFORE)})\s*" + either("(?:综合)?报道[:：]")
)
_PLACE = re.compile(rf"[{HAN}·\d\s]{{0,24}}")
"""What may stand before a byline in brackets: a dateline of a kind unknown here, or misread."""
_BRACKET = re.compile(rf"\s*{_OPEN}\s*(?P<byline>[^()（）]{{2,24}}?)\s*{_CLOSE}")


def leading(text: str, after: int) -> Stretch | None:
    """Find the byline at a paragraph's beginning, or behind its dateline, which ends at ``after``.

    In running text a reporter who is the sentence's subject counts only behind a dateline.
    """
    found = INLINE_BYLINE.search(text)
    if found and (found.start() <= after + 6 or _PLACE.fullmatch(text, 0, found.start())):
        return found.span("byline")
    if not after:
        found = _OPENING.match(text)
        return found.span("byline") if found else None
    found = _BRACKET.match(text, after)
    if found and not _read(found["byline"]).whole:
        found = None
    found = found or BARE_BYLINE.match(text, after)
    return found.span("byline") if found else None


_SIGNED = re.compile(rf"{_OPEN}\s*(?P<byline>[^()（）]{{2,40}}?)\s*{_CLOSE}\s*$")
_AUTHOR_IS = re.compile(either(r"作者[系单为]"))
_STOPPED = re.compile(r"[。.!！?？…”\"’]\s*$")


def signature(text: str, start: int = 0) -> Stretch | None:
    """Find the signature in brackets at the end of a text, not before ``start``.

    Behind a sentence's stop two to four characters in brackets sign, if nothing else is known of
    them; elsewhere they must begin with a surname.
    """
    found = _SIGNED.search(text, start)
    if found is None:
        return None
    stopped = _STOPPED.search(text, max(0, found.start() - 4), found.start()) is not None
    if _AUTHOR_IS.match(found["byline"]) or _signs(found["byline"], stopped):
        return found.span("byline")
    return None


def _signs(text: str, stopped: bool) -> bool:
    parts = _parts(text)
    others = [word for part in parts for word in part.others]
    if not any(part.names for part in parts):
        return False
    if others:
        sure = all(is_name(name, sure=True) for part in parts for name in part.names)
        marked = any(part.mark == "wrote" for part in parts)
        return sure and stopped and (marked or all(_OFFICE.search(word) for word in others))
    return _summed(parts, listed=stopped).whole


_SOURCE = re.compile(
    either(
        rf"^{_OPEN}\s*(?:(?:据|综合|来源\s*[:：]|摘自|原载|转自|选自)[{HAN}、《》“”\"\d ]{{2,24}}"
        rf"|本报综合|[{HAN}]{{2,8}}(?:网|报|社|客户端)(?:报道|消息|电|讯)?)\s*{_CLOSE}$"
    )
)


def is_signature(line: str) -> bool:
    """Whether ``line`` is nothing but a signature, or a source, in brackets."""
    found = _SIGNED.match(line)
    if found and (_AUTHOR_IS.match(found["byline"]) or _signs(found["byline"], stopped=False)):
        return True
    return _SOURCE.match(line) is not None


class Byline(NamedTuple):
    """A byline's own text, without brackets and bullets, and the people it names."""

    text: str
    names: tuple[str, ...]


_NO_PERSON = re.compile(
    either(r"作者(?:系|单位|为)|资料图|图片来源|^\s*[(（]?(?:据|综合|来源|摘自|原载|转自|选自)")
)
_TITLES = re.compile(TITLE)
_BLANKS = re.compile(r"\s+")


def names_in(text: str) -> tuple[str, ...]:
    """Return the people a byline names; a name with a blank in it is closed up."""
    if _NO_PERSON.search(text):
        return ()
    return tuple(
        name
        for part in _parts(text)
        for name in part.names
        if part.trusted or part.mark != "title" or is_name(name, sure=True)
    )


def tidy(text: str) -> str:
    """Return a byline with single spaces, and none in its titles, where a print line ended."""
    if not _BLANKS.search(text):
        return text
    closed = _TITLES.sub(lambda match: _BLANKS.sub("", match.group()), text)
    return _BLANKS.sub(" ", closed).strip()


def read_byline(text: str) -> Byline:
    """Read a byline as printed: bullets and outer brackets go, its spaces stay."""
    bare = _BOX.sub("", tidy(text)).strip(_BULLETS + "()（）")
    return Byline(bare, names_in(bare))
