"""Runs `facturier` and kills it (SIGKILL) at one call of one of its functions: at the same place on any machine.

    python dying.py MODULE:NAME COUNT before|after ARGUMENTS…

Kills itself before or after the COUNTth call (from 1) of a function, or of a method `Class.name`.
"""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from functools import reduce
from importlib import import_module
from typing import Any

from facturier.cli.main import main


def die_at(place: str, count: int, moment: str) -> None:
    module, _, name = place.partition(":")
    *path, last = name.split(".")
    owner = reduce(getattr, path, import_module(module))
    setattr(owner, last, _dying(getattr(owner, last), count, moment))


def _dying(real: Callable[..., Any], count: int, moment: str) -> Callable[..., Any]:
    calls = itertools.count(1)  # threads call too

    def called(*given: Any, **named: Any) -> Any:
        mine = next(calls) == count
        if mine and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*given, **named)
        if mine:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return called


if __name__ == "__main__":
    die_at(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    sys.argv = ["facturier", *sys.argv[4:]]
    main()
