"""Broadsheet: pages of foreign newspapers in, English briefings out that an analyst can quote."""

__version__ = "0.1.0"
