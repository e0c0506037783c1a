"""What is wrong with an export, as exceptions that reading turns into faults."""

from __future__ import annotations

from facturier.faults import Fault, Where, error


class ExportError(Exception):
    """An export that cannot be read: the code of the fault, its line, and the values of its message."""

    def __init__(self, code: str, line: int = 0, **values: str) -> None:
        super().__init__(code)
        self.code, self.line, self.values = code, line, values

    def fault(self, file: str) -> Fault:
        """The problem as a fault of a file."""
        return error(self.code, Where(file, (), self.line), also=(), **self.values)


def unreadable(column: str, value: str, line: int = 0) -> ExportError:
    """EIN-151: a value of a column that is none of its kind."""
    return ExportError("EIN-151", line, column=column, value=value[:60])
