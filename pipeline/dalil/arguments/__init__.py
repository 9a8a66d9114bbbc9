"""Arguments: which sentence argues the proposition of which tag, with what stance, and who says so.

`codebook` reads and checks `annotations/codebook.yaml`; `patterns` reads its cue patterns,
`matching` finds them; `stance` and `holder` read negation and reporting around the evidence;
`tagger` is the spaCy component that puts all of it on a Doc.
"""

from dalil.arguments.codebook import (
    Codebook,
    Cue,
    Tag,
    check_codebook,
    read_codebook,
)
from dalil.arguments.model import AUTHOR, STANCES, Claim

__all__ = [
    "AUTHOR",
    "STANCES",
    "Claim",
    "Codebook",
    "Cue",
    "Tag",
    "check_codebook",
    "read_codebook",
]
