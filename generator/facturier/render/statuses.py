"""Says how each status looks: a tone and a shape, so that it never rests on colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from facturier.model.state import Status


@dataclass(frozen=True, slots=True)
class Look:
    """`tone` is good, bad, warn, info or calm; `shape` is an icon of theme/parts/icons.html."""

    tone: str
    shape: str


LOOKS = {
    Status.DRAFT: Look("calm", "dashed"),
    Status.ISSUED: Look("info", "ring"),
    Status.SENT: Look("info", "ring"),
    Status.DUE_SOON: Look("warn", "clock"),
    Status.PARTIALLY_PAID: Look("info", "half"),
    Status.PAYMENT_UNDER_WAY: Look("info", "clock"),
    Status.PAID: Look("good", "check"),
    Status.OVERPAID: Look("good", "plus"),
    Status.OVERDUE: Look("bad", "triangle"),
    Status.PROMISED: Look("info", "flag"),
    Status.DISPUTED: Look("warn", "diamond"),
    Status.FORMAL_NOTICE: Look("bad", "triangle"),
    Status.IN_COLLECTION: Look("bad", "square"),
    Status.REFUNDED: Look("calm", "back"),
    Status.CREDITED: Look("calm", "back"),
    Status.CANCELLED: Look("calm", "cross"),
    Status.WRITTEN_OFF: Look("calm", "dash"),
    Status.OPEN: Look("info", "ring"),
    Status.ACCEPTED: Look("good", "check"),
    Status.DECLINED: Look("calm", "cross"),
    Status.EXPIRED: Look("calm", "clock"),
    Status.INVOICED: Look("good", "forward"),
}
