"""Find claims, entities and sentences in a study's dataset; docs/query.md has the language."""

from dalil.query.language import FIELDS, Query, Term, Value, parse
from dalil.query.search import COLUMNS, run
from dalil.query.show import render

__all__ = ["COLUMNS", "FIELDS", "Query", "Term", "Value", "parse", "render", "run"]
