"""How well pages are taken apart: composed pages with an exact truth, and a scorecard."""
