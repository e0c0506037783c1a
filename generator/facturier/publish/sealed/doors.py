"""Says which links open one client's portal on a day: those given out now, those not yet expired, those that died."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from facturier.publish.sealed.keys import key_text, link_key, passcode
from facturier.publish.tokens import client_root, path_token

OPEN, SEALED, LOCKED = "open-link", "sealed-link", "sealed-link+passcode"
_REMEMBERED = 12  # former addresses that say that they were replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Master:
    """A master secret and the first day on which links are made with it."""

    secret: bytes = field(repr=False)
    since: date = date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One address of a portal with its key. `passcode` is "" unless the portal asks for one."""

    token: str
    key: bytes = field(repr=False)
    passcode: str = field(default="", repr=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """What must never be written down: the key as links hold it, and the passcode."""
        return (key_text(self.key), self.passcode) if self.passcode else (key_text(self.key),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The addresses of one client's portal. `current` is given out; `others` still open; `replaced` tell so."""

    access: str
    current: Door
    others: tuple[Door, ...] = ()
    replaced: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Door, ...]:
        """Every address that opens, the current one first."""
        return (self.current, *self.others)


def doors_of(
    client_id: str, epoch: int, *, access: str, masters: tuple[Master, ...], life: int | None, today: date
) -> Doors:
    """Return the doors of a client. `masters` come newest first; `life` is `portal.link_life` in days.

    With a life, links change every half of it and the last ones keep opening: a link lives at most `life` days.
    """
    live, dead = _epochs(epoch, life, today)
    roots = [client_root(master.secret, client_id, name) for name in live for master in masters]
    made = [_door(root, locked=access == LOCKED) for root in roots]
    replaced = [path_token(client_root(master.secret, client_id, name)) for name in dead for master in masters]
    return Doors(access=access, current=made[0], others=tuple(made[1:]), replaced=tuple(replaced))


def _door(root: bytes, *, locked: bool) -> Door:
    return Door(token=path_token(root), key=link_key(root), passcode=passcode(root) if locked else "")


def _epochs(epoch: int, life: int | None, today: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The epochs as they are derived from: those that live, newest first, and the last ones that do not."""
    if life is None:
        return (str(epoch),), tuple(str(former) for former in _former(epoch))
    period = today.toordinal() // half_life(life)
    live = (f"{epoch}/{period}", f"{epoch}/{period - 1}")
    dead = [f"{epoch}/{period - back}" for back in range(2, _REMEMBERED)]
    return live, (*dead, *(f"{former}/{period - back}" for former in _former(epoch) for back in (0, 1)))


def half_life(life: int) -> int:
    """Return after how many days links change when they live for `life` days."""
    return max(1, life // 2)


def _former(epoch: int) -> Iterator[int]:
    return iter(range(epoch - 1, max(0, epoch - 1 - _REMEMBERED), -1))
