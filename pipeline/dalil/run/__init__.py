"""Run: a whole study, document by document, and what comes of it."""

from dalil.run.study import RunResult, run

__all__ = ["RunResult", "run"]
