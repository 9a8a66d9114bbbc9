"""Entities: names of people, organisations, places, events and laws found in a Doc.

`gazetteer` reads and checks `annotations/gazetteer.csv`, `countries` adds rows from the Unicode
CLDR, `matcher` is the spaCy component that finds the names (import it where spaCy is at hand).
"""

from dalil.entities.countries import country_rows, merge_countries
from dalil.entities.gazetteer import (
    COLUMNS,
    TYPES,
    Entry,
    Gazetteer,
    check_gazetteer,
    read_gazetteer,
)

__all__ = [
    "COLUMNS",
    "TYPES",
    "Entry",
    "Gazetteer",
    "check_gazetteer",
    "country_rows",
    "merge_countries",
    "read_gazetteer",
]
