"""What a user can cause and a user can mend.

Every error of that kind is a Fault: its message says what is wrong, where, and what to do next. The
command line prints it and ends with ``exit_code``; nobody sees a traceback.
"""

from typing import ClassVar


class Fault(Exception):
    """Base of all such errors; 2 is the exit code for usage and configuration."""

    exit_code: ClassVar[int] = 2
