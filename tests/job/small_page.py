"""A small page of our own, and answers to it that can be made wrong at will."""

from collections.abc import Callable

from pipeline.llm import Json, Question

PAGE = """县图书馆延长开放时间

本报讯(通讯员 单晓丽)从10月8日起,云麓县图书馆每天延长开放2小时,方便读者借阅。

去年全县接待读者3.2万人次,其中学生占45%。
"""
RIGHT = {
    "h1": "County library extends opening hours",
    "p1": (
        "From our own desk (Correspondent Shan Xiaoli): From 8 October the Yunlu County Library "
        "will stay open two hours longer every day, making it easier for readers to borrow books."
    ),
    "p2": "Last year the county received 32,000 reader visits, 45 percent of them by students.",
}


def summary(value: str = "32,000 visits") -> Json:
    return {
        "headline": "Yunlu County Library extends its hours",
        "gist": [
            {"text": "The library opens two hours longer from 8 October.", "cites": ["p1"]},
            {"text": f"It received {value} last year.", "cites": ["p2"]},
        ],
        "key_points": [],
        "people": [
            {"name": "Shan Xiaoli", "source": "单晓丽", "pinyin": "Shan Xiaoli", "title": ""}
        ],
        "organisations": [],
        "places": [],
        "figures": [
            {"value": value, "source": "3.2万人次", "what": "visits last year", "cites": ["p2"]}
        ],
        "topic": "culture",
        "date": {"text": "8 October", "cites": ["p1"]},
    }


def translation(**change: str | None) -> Json:
    texts = RIGHT | change
    return {
        "paragraphs": [{"id": id, "text": text} for id, text in texts.items() if text is not None],
        "notes": [],
        "doubts": [],
    }


def lead() -> Json:
    return {"points": [{"text": "The county library opens longer.", "cites": ["a1"]}]}


def right(question: Question) -> Json:
    """Answer as a good model would."""
    answers: dict[str, Callable[[], Json]] = {
        "summarize": summary,
        "translate": translation,
        "lead": lead,
    }
    return answers[question.stage.partition(".")[0]]()
