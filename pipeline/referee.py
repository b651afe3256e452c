"""Page → a verdict on its borders, where the rules are unsure of them.

The model is shown line numbers with the first characters of each line, and gives back line numbers
and roles. It copies no text.
"""

from pipeline.llm import Question
from pipeline.model import Page, Segmentation
from pipeline.prompts import Questions
from pipeline.segment.referee import Verdict, referee_lines

STAGE = "referee"


def referee_question(questions: Questions, page: Page, segmentation: Segmentation) -> Question:
    """Ask which lines make which item; VerdictError if the page is too long to be shown."""
    inputs = {"lines": [line.model_dump() for line in referee_lines(page, segmentation)]}
    return questions.make("referee", Verdict, stage=STAGE, subject=page.name, inputs=inputs)
