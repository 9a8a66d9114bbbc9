"""The one exception that a user can mend; everything else that is raised is a bug."""

from __future__ import annotations

from pathlib import Path


class DalilError(Exception):
    """Bad input, data or configuration.

    The message says what was wrong and what to do. `file`, `line` and `field` say where;
    they come first when the error is shown: `annotations/gazetteer.csv:12: type: …`.
    """

    severity = "error"

    def __init__(
        self,
        message: str,
        *,
        file: str | Path | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = str(file) if file is not None else None
        self.line = line
        self.field = field

    def __str__(self) -> str:
        where = self.file or ""
        if self.line is not None:
            where += f":{self.line}" if where else f"line {self.line}"
        parts = [part for part in (where, self.field, self.message) if part]
        return ": ".join(parts)

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only fields would be lost when the error crosses a process boundary.
        return (_rebuild, (type(self), self.message, self.file, self.line, self.field))


class DalilWarning(DalilError):  # noqa: N818  (it warns)
    """Something that works but is hardly meant; `dalil check` shows it, nothing stops for it."""

    severity = "warning"


def _rebuild(
    kind: type[DalilError], message: str, file: str | None, line: int | None, field: str | None
) -> DalilError:
    return kind(message, file=file, line=line, field=field)
