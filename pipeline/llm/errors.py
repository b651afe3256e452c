"""Everything that can go wrong between a question and its answer, by what must happen next."""

from typing import ClassVar

from pipeline.faults import Fault
from pipeline.llm.usage import Usage


class ClientError(Fault):
    """No answer. ``kind`` is a stable name, for reports; the message says what to do next.

    Raised as it is, or as one of the kinds below. It concerns one question: the run goes on.

    ``usage`` is what the endpoint counted for it all the same, None where it did not say;
    ``ambiguous`` that it may have been paid for and nobody can tell.
    """

    kind: ClassVar[str] = "failed"

    def __init__(
        self, message: str, *, usage: Usage | None = None, ambiguous: bool = False
    ) -> None:
        super().__init__(message)
        self.usage = usage
        self.ambiguous = ambiguous


class InvalidAnswer(ClientError):
    """The model answered, but not what was asked for.

    ``answer`` is what it said; ``is_json`` that it was JSON at least, if not of the right shape.
    """

    kind = "invalid"

    def __init__(
        self,
        message: str,
        *,
        answer: str = "",
        usage: Usage | None = None,
        ambiguous: bool = False,
        is_json: bool = True,
    ) -> None:
        super().__init__(message, usage=usage, ambiguous=ambiguous)
        self.answer = answer
        self.is_json = is_json


class Truncated(ClientError):
    """The answer was cut at the token limit."""

    kind = "length"


class Refused(ClientError):
    """The model or the endpoint's filter declined. Asking again would be refused again."""

    kind = "refused"


class Rejected(ClientError):
    """The endpoint rejected the request itself (400, 413, 422)."""

    kind = "rejected"


class TooLong(Rejected):
    """The endpoint says that the request is longer than the model can take."""

    kind = "too long"


class Unsuited(ClientError):
    """The endpoint cannot take the request as it was spelled; it will be spelled otherwise."""

    kind = "unsuited"


class Transient(ClientError):
    """A fault that may pass: connection, time-out, 5xx, a page instead of an answer.

    ``retry_after`` is how long the endpoint asks to wait, in seconds, if it says.
    """

    kind = "unreachable"

    def __init__(
        self,
        message: str,
        retry_after: float | None = None,
        *,
        usage: Usage | None = None,
        ambiguous: bool = False,
    ) -> None:
        super().__init__(message, usage=usage, ambiguous=ambiguous)
        self.retry_after = retry_after


class Limited(Transient):
    """The endpoint has had too many requests or tokens for now (429)."""

    kind = "rate-limited"


class Stop(ClientError):
    """Nothing will be answered until the user changes something: the key, the quota, the model."""

    kind = "stopped"


class Later(Stop):
    """Nothing will be answered for a while: the endpoint is down or asks to wait long.

    All answers are kept; the same command goes on later.
    """

    kind = "later"
    exit_code = 5


class BudgetReached(Stop):
    """The next request could cost more than the budget has left. The same command goes on."""

    kind = "budget"
    exit_code = 5


class Interrupted(Stop):
    """The user stopped the run. The same command goes on."""

    kind = "interrupted"
    exit_code = 130


class AnswerMissing(ClientError):
    """A replay has no answer under this key."""

    kind = "missing"
