"""How many tokens a text is: a bound that holds for every model, and an estimate.

No tokenizer is loaded: each model has its own, and most would have to be downloaded.

The constants were measured with the tokenizer o200k_base (OpenAI since GPT-4o). Those of texts were
fitted on the example page's questions and answers, the prompts, and half of 1,547 Chinese news
sentences with their English translations. On texts that were held out, the other half and 1,077
sentences more, the sum over Chinese is 5 to 9 % low and over English within 2 %, a text of eight
sentences is 3 to 9 % off in the median and 23 % at worst; the questions about another page are 4 %
low and its answers 1 % high; a JSON schema is 29 % high. Older or smaller vocabularies take more
for Chinese (cl100k_base: 1.3 tokens a character where this one takes 0.7).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.llm.request import Json, Question, Request

_PARTS = re.compile(
    r"(?P<cjk>[\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    r"\U00020000-\U0003ffff])|(?P<word>[A-Za-z]+)|(?P<digits>[0-9]{1,3})"
    r"|(?P<mark>[!-/:-@\[-`{-~])|(?P<other>[^\s])"
)
_TOKENS = {"cjk": 0.7, "word": 1.1, "digits": 1.4, "mark": 0.65, "other": 1.1}

# What a chat template puts around a message and before the whole. Those of Llama 3, Qwen and Gemma
# stay below 10 a message and, with the words that some put before a conversation, below 60.
_ROUND_MESSAGE = 16
_ROUND_CHAT = 128
_ROUND_SCHEMA = 128
_ABOUT_MESSAGE = 4

# Tokens of an answer: so many, and so many more for each token of what the prompt was filled with.
# Fitted on the kept answers to two pages (36 to single articles), which people wrote. Over a page
# the translations come within 5 %; the summaries of one page are twice as long as those of the
# other, and the estimate lies between them (34 % low, 24 % high). A referee's answer is a row of
# some 18 tokens for each line in doubt; reckoned by what it is shown of them, since that is what a
# question says of itself: 15 % off in the median on 60 composed pages.
_ANSWERS = {
    "translate": (20, 2.2),
    "summarize": (230, 1.5),
    "lead": (300, 0.0),
    "referee": (0, 0.4),
}
_SHORT = (300, 0.0)

UNLIMITED = 131_072
"""Tokens that an answer is reckoned at where no limit is set: no model known to us gives more."""


def at_most(text: str) -> int:
    """Return a number of tokens that ``text`` cannot exceed: that of its UTF-8 bytes.

    The tokens of a byte-level BPE are strings of one byte or more that, put together, give the
    bytes back, so there are no more of them than bytes. SentencePiece with byte fallback cuts
    characters or, at worst, bytes, and stays within it too, but for a space that it puts before
    the whole (see ``prompt_at_most``).
    """
    return len(text.encode("utf-8", "surrogatepass"))


def about(text: str) -> int:
    """Return about how many tokens ``text`` is; see the module for how far off that may be."""
    return round(sum(_TOKENS[part.lastgroup or "other"] for part in _PARTS.finditer(text)))


def prompt_at_most(request: Request) -> int:
    """Return a number of tokens that the prompt of ``request`` cannot exceed.

    The answer's schema is reckoned in, since providers put it into the prompt, and what a chat
    template puts around messages.
    """
    messages = sum(at_most(one.content) + _ROUND_MESSAGE for one in request.messages)
    return messages + at_most(json.dumps(request.answer_schema)) + _ROUND_SCHEMA + _ROUND_CHAT


def prompt_about(request: Request) -> int:
    """Return about how many tokens the prompt of ``request`` is, its schema included."""
    messages = sum(about(one.content) + _ABOUT_MESSAGE for one in request.messages)
    return messages + about(_compact(request.answer_schema))


def completion_at_most(request: Request) -> int:
    """Return a number of tokens that the answer to ``request`` cannot exceed: its limit."""
    return request.parameters.max_tokens or UNLIMITED


def completion_about(question: Question) -> int:
    """Return about how many tokens the answer to ``question`` is; never more than its limit.

    What a model thinks before it answers, where that is billed, is not in it. A repair is reckoned
    like the question that it repairs, which it does not exceed.
    """
    base, rate = _ANSWERS.get(question.stage.partition(".")[0], _SHORT)
    source = about(" ".join(_strings(question.inputs)))
    return min(round(base + rate * source), completion_at_most(question.request))


def _compact(schema: Json) -> str:
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _strings(member)
    elif isinstance(value, Sequence):
        for member in value:
            yield from _strings(member)
