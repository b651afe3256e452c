"""Whether a model spoke to its reader, or obeyed its text, instead of translating."""

import re
from typing import Final

from pipeline.model import Finding
from pipeline.verify import normal
from pipeline.verify.findings import finding

_REFUSAL: Final = re.compile(
    r"\bas an? (?:ai|artificial intelligence|(?:large )?language model)\b"
    r"|\bi(?:'m| am) (?:sorry|afraid),? (?:but )?(?:that )?i"
    r"(?: can(?:no|')t|'m unable| am unable)\b"
    r"|\bi(?: am unable| cannot| can't| can not|'m unable|'m not able)(?: to)? "
    r"(?:assist|help|translate|provide|comply|fulfil|process|answer|continue)\b"
    r"|\bi (?:do not|don't) have (?:access|enough information)\b"
    r"|\bi (?:don't|do not|can't|cannot) understand the (?:text|source|question)\b"
    r"|\bi apologi[sz]e, but\b|\bno translation (?:is )?(?:available|needed|provided|possible)\b"
    r"|\b(?:please|could you(?: please)?) provide (?:the|me|more)\b|\bhow can i (?:help|assist)\b"
    r"|\bmy (?:knowledge cut-?off|training data)\b|\buntranslatable\b",
    re.IGNORECASE,
)
# One of these stands in whatever the pattern finds; it is looked for first, which is quicker.
_REFUSING: Final = (
    "as an ai", "as a ai", "intelligence", "language model", "sorry", "afraid", "unable", "cannot",
    "can't", "can not", "not able", "not have", "don't have", "knowledge cut", "training data",
    "understand the", "i apologi", "no translation", "provide", "how can i", "untranslatable",
)  # fmt: skip
_CHATTER: Final = re.compile(
    r"^\s*(?:okay|ok|sure|certainly|of course|absolutely)!"
    r"|^\s*(?:okay|ok|sure|certainly|of course|absolutely|great)[,!.:]* (?:here|below|let me|i\b)"
    r"|^\W{0,9}(?:below|the following|here)(?:'s| is| are) (?:the|a|my|your) "
    r"(?:english )?translat(?:ion|ed)\b"
    r"|^\W{0,9}(?:the )?(?:english )?translation(?: of the (?:text|paragraph))?"
    r"(?: (?:is|reads)(?: as follows)?)?\W{0,3}:"
    r"|^\W{0,9}(?:in )?english\W{0,3}:|^\s*\[en\]|^\s*translated (?:text|paragraph)\s*:"
    r"|\bi(?:'d| would| am|'m) (?:be )?(?:happy|glad) to (?:help|translate|assist)\b"
    r"|\bthe (?:chinese|source|original|provided|given) (?:text|paragraph)\b"
    r"|\btext (?:provided|in english)\b|\blet me know if\b|\bi hope (?:this|that) helps\b"
    r"|\banything else i can\b|[(\[](?:translator|tn\b|note:)|\bnote: (?:the|i|this)\b"
    r"|\bend of (?:the )?translation\b|\n\s*explanation:"
    r"|\b(?:translate the following|do not (?:add|omit) any|return (?:only )?(?:valid )?json|"
    r"json schema|paragraph ids?\b|system prompt|source text:|target text:)"
    r"|^\s*(?:```|\{\s*\"|<\||<think)",
    re.IGNORECASE,
)
_CHATTERING: Final = (
    "sure", "certainly", "of course", "ok", "absolutely", "great", "translat", "english",
    "[en]", "happy to", "glad to", "text", "paragraph", "let me know", "this helps", "that helps",
    "anything else", "(tn", "[tn", "note:", "explanation:", "do not add", "do not omit", "json",
    "system prompt", "```", "{", "<",
)  # fmt: skip
# An order to whoever reads the text by machine: to forget what it was told, to answer only so.
ORDER: Final = re.compile(
    r"(?:忽略|无视|忘记|忘掉)[^，。；]{0,12}(?:指令|指示|命令|要求|提示|规则)"
    r"|系统提示|提示词|(?:只|仅|直接|必须)(?:需要?)?(?:输出|回答|回复|返回)|请(?:回答|输出|扮演)"
    r"|(?:你是|作为)[^，。；]{0,6}(?:助手|语言模型|人工智能)|用(?:英语|英文|中文)(?:写|回答|回复)"
    r"|(?i:ignore|disregard|forget) (?i:all|any|the|previous|prior|above)"
)


def check_answers(source: str, target: str, paragraph: str | None = None) -> list[Finding]:
    """Look for refusals, greetings, notes and remains of the request in ``target``."""
    found: list[Finding] = []
    english = normal.english(target)
    said = english.lower()
    refusal = _REFUSAL.search(english) if any(map(said.__contains__, _REFUSING)) else None
    if refusal and not re.search(r"[我俺]|人工智能|AI|模型|抱歉|对不起", source):
        found.append(
            finding(
                "text.refused",
                "error",
                f"“{refusal[0]}” speaks to the reader instead of translating",
                paragraph=paragraph,
                target=refusal[0],
            )
        )
    chatter = _CHATTER.search(english) if any(map(said.__contains__, _CHATTERING)) else None
    if chatter and not re.search(r"[翻编]译|译[文者]|原文|[Jj][Ss][Oo][Nn]|指令|提示", source):
        found.append(
            finding(
                "text.echo",
                "error",
                f"“{chatter[0].strip()}” belongs to the request or the answer, not to the article",
                paragraph=paragraph,
                target=chatter[0],
            )
        )
    return found
