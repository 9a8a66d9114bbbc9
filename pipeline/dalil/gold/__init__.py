"""Gold: what people decided about annotations, kept apart from what programs find.

`annotations/gold/<doc>.jsonl` holds one decision a line. Decisions hang on positions and quotes in
the source, never on row numbers, and no run writes to these files.
"""

from dalil.gold.apply import apply
from dalil.gold.decisions import Decision, check_decisions, read_decisions

__all__ = ["Decision", "apply", "check_decisions", "read_decisions"]
