"""A desk at which a client of the test's choice is asked about a small page."""

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.desk import Desk
from pipeline.llm import Client, Parameters, Question
from pipeline.llm.doubles import Scripted
from pipeline.model import Page
from pipeline.prompts import Prompts, Questions
from pipeline.read import read_text
from pipeline.shipped import shipped
from tests.job.small_page import PAGE, right


@pytest.fixture
def page() -> Page:
    return read_text(PAGE.encode(), "page.txt")[0]


@pytest.fixture
def desk() -> Callable[..., Desk]:
    def make(client: Client | Callable[[Question], Any] = right, **change: Any) -> Desk:
        asker = client if hasattr(client, "answer") else Scripted(client)
        questions = Questions(Prompts(shipped("prompts")), "test", "model", Parameters())
        return Desk(client=asker, questions=questions, **change)

    return make
