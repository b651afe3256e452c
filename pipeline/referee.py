"""Page → a verdict on its borders, where the rules are unsure of them.

The model is shown the lines in doubt and the items around them by line numbers, with a few
characters of each, and gives back line numbers and roles. It copies no text.
"""

from pipeline.llm import Question
from pipeline.prompts import Questions
from pipeline.segment.doubts import Case, doubt_rows, item_rows
from pipeline.segment.referee import Verdict

STAGE = "referee"


def referee_question(questions: Questions, case: Case) -> Question:
    """Ask about the lines of ``case`` that are in doubt; there must be one at least."""
    doubts = doubt_rows(case)
    inputs = {
        "items": [row.model_dump() for row in item_rows(case, doubts)],
        "doubts": [row.model_dump() for row in doubts],
    }
    return questions.make("referee", Verdict, stage=STAGE, subject=case.page.name, inputs=inputs)
