"""A fake endpoint: OpenAI's chat and batch protocols over real HTTP, with faults by plan.

``FakeEndpoint`` runs it beside a test; ``python -m tests.fake_endpoint`` runs it by hand.
"""

from tests.fake_endpoint.account import Account, account
from tests.fake_endpoint.endpoint import FakeEndpoint
from tests.fake_endpoint.key import broadsheet_key, request_key
from tests.fake_endpoint.log import chat_rows, read_log
from tests.fake_endpoint.plan import Plan, Rule

__all__ = [
    "Account",
    "FakeEndpoint",
    "Plan",
    "Rule",
    "account",
    "broadsheet_key",
    "chat_rows",
    "read_log",
    "request_key",
]
