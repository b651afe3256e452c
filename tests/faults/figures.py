"""What a campaign comes to, as its table shows it."""

from dataclasses import dataclass, field


@dataclass
class Figures:
    """What came of a campaign.

    ``struck`` requests met the fault. ``reported`` is what our ledger calls ambiguous, ``cap`` the
    most that it may be. ``failed`` questions are without an answer at the end. ``wrong`` says what
    is amiss, in words, and is empty where all is as promised.
    """

    row: str
    seed: int
    questions: int = 0
    passes: int = 0
    requests: int = 0
    struck: int = 0
    lost: int = 0
    dp_hard: int = 0
    dp_inflight: int = 0
    dp_ambiguous: int = 0
    reported: int = 0
    cap: int = 0
    failed: int = 0
    wall: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def must(self, holds: bool, what: str) -> None:
        """Note ``what`` unless it ``holds``."""
        if not holds:
            self.wrong.append(f"{self.row}, seed {self.seed}, pass {self.passes}: {what}")
