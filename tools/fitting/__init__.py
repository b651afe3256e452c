"""Fitting what the signs of a line are worth; ``tools/fit_weights.py`` is the way in."""
