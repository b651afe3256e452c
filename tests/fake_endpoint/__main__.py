"""``python -m tests.fake_endpoint``: run the server until it is told to stop."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from tests.fake_endpoint.key import HOST
from tests.fake_endpoint.log import Log
from tests.fake_endpoint.plan import Plan, read_plan
from tests.fake_endpoint.server import Server


def main() -> int:
    """Parse the command line, serve; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fake_endpoint",
        description="An OpenAI-compatible endpoint on loopback that answers Broadsheet's questions "
        "with pseudo-translations, fails as told, and logs what it received, billed and sent.",
    )
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes a free one")
    parser.add_argument("--latency-ms", type=float, default=0.0, help="before each answer")
    parser.add_argument("--faults", metavar="PLAN", help="a JSON file, or the JSON itself")
    parser.add_argument("--log", type=Path, help="JSON Lines, appended")
    given = parser.parse_args()
    try:
        plan = read_plan(given.faults)
        log = Log(given.log)
    except (OSError, ValueError) as error:
        print(f"fake endpoint: {error}", file=sys.stderr)
        return 2
    asyncio.run(_serve(plan, log, given.port, given.latency_ms / 1000))
    return 0


async def _serve(plan: Plan, log: Log, port: int, latency: float) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    server = Server(plan, log, latency)
    await server.start(port)
    print(f"listening on http://{HOST}:{server.port}/v1", flush=True)
    await stop.wait()
    await server.close()
    log.close()


if __name__ == "__main__":
    sys.exit(main())
