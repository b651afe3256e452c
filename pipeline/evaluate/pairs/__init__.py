"""How well translations are checked: pairs of texts, made-up errors, and rates with intervals."""
