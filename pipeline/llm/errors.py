"""Everything that can go wrong between a question and its answer, by what must happen next."""

from typing import ClassVar

from pipeline.faults import Fault


class ClientError(Fault):
    """No answer. ``kind`` is a stable name, for reports; the message says what to do next.

    Raised as it is, or as one of the kinds below. It concerns one question: the run goes on.
    """

    kind: ClassVar[str] = "failed"


class InvalidAnswer(ClientError):
    """The model answered, but not what was asked for."""

    kind = "invalid"


class Truncated(ClientError):
    """The answer was cut at the token limit."""

    kind = "length"


class Refused(ClientError):
    """The model or the endpoint's filter declined. Asking again would be refused again."""

    kind = "refused"


class Rejected(ClientError):
    """The endpoint rejected the request itself (400, 413, 422)."""

    kind = "rejected"


class Transient(ClientError):
    """A fault that may pass: connection, time-out, 429, 5xx. ``retry_after`` in seconds."""

    kind = "unreachable"

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Stop(ClientError):
    """Nothing will be answered until the user changes something: the key, the quota, the model."""

    kind = "stopped"


class AnswerMissing(ClientError):
    """A replay has no answer under this key."""

    kind = "missing"
