"""Whether the dateline (``新华社北京2月11日电``) or the credit of a report was left out."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.model import Finding
from pipeline.verify.findings import finding

_DATELINE: Final = re.compile(
    r"^[\s（(【\[]{0,3}(?:[\u4e00-\u9fff]{1,4}[社网报]|综合)[^，。；：、\n]{0,14}?\d{1,2}日[电讯]"
    r"|^[\u4e00-\u9fff]{1,4}社[\u4e00-\u9fff]{2,6}(?:—|--)"
)
# What a dateline may look like in English: who reports, or a dash, colon or bracket that ends it.
_REPORTING: Final = re.compile(
    r"\bagency|(?<!the )\bnews\b|chinanews|ecns|xinhua"
    r"|\b(?:cna|cns|vna|afp?|ap|net|network|tel|general)\b|reuters|\bpress\b|daily|times|tele(?:gram|graph|x)|wire|cable|dispatch|electric"
    r"|correspondent|reporter|journalist|compil|comprehensive|synthe|summar|combin|integrat|roundup"
    r"|report(?:ed|ing)? (?:from|on (?:the )?\d)|[—–]|--| - |^[^.]{0,60}\d[^.,]{0,12}[):]"
    r"|\d\W{1,3}\(|^\W{0,2}\(",
    re.IGNORECASE,
)
_HEAD: Final = 100
# Who reports, before the text begins: （德国之声）, 某某日报记者张三; not “our reporter saw that”.
_CREDIT: Final = re.compile(
    r"^\s{0,3}(?:[（(][\u4e00-\u9fff]{2,8}[网社报台][)）]"
    r"|[\u4e00-\u9fff]{2,8}[网社报台](?:特派|特约|首席|实习|见习)?记者"
    r"(?!看|了解|获悉|从|在|采访|发现|注意|走访|近|昨|今|日前|来到|报道))"
)
_CREDITED: Final = re.compile(
    r"reporter|journalist|correspondent|columnist|\bby\b|^\W{0,2}\(|\) ?\W?$", re.IGNORECASE
)


def check_dateline(source: str, target: str, paragraph: str | None = None) -> Iterator[Finding]:
    """Look for the form of a dateline or credit in English where the source begins with one."""
    dateline, credit = _DATELINE.search(source), _CREDIT.search(source)
    if dateline and not _REPORTING.search(target.lstrip()[:_HEAD]):
        yield _left_out("dateline", dateline[0], paragraph)
    elif credit and not dateline and not _CREDITED.search(target):
        yield _left_out("credit", credit[0], paragraph)


def _left_out(what: str, text: str, paragraph: str | None) -> Finding:
    bare = text.strip(" （(【[）)")
    return finding(
        "text.omitted",
        "warning",
        f"the {what} “{bare}” is left out",
        paragraph=paragraph,
        source=bare,
    )
