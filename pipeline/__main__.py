"""``python -m pipeline`` is ``broadsheet``."""

from pipeline.cli import main

main()
