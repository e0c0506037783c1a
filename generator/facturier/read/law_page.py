"""Turns the register of rules and the dated tables into docs/law.md: what the program does with each, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from facturier.read.law import load_law, read_table

INTRODUCTION = """\
# What the law asks, and what is done about it

This page is made from the dated tables in `generator/facturier/law/`, checked on {as_of}. It is no legal advice.

A rule is **checked** (a [fault](faults.md) with its code), **printed** (a sentence that stands on every document it is
true of, and on no other), **built in** (the program cannot do otherwise), or **told** here only, with the reason.
Evidence: P the primary text was read, S a secondary source, U none; what is graded U never stops a document.
"""
GROUPS = {
    "MEN": "Parties, dates, lines",
    "PAY": "Payment",
    "PEN": "Late interest",
    "B2C": "Consumers",
    "VAT": "VAT",
    "ID": "Identifiers",
    "NUM": "Numbers",
    "COR": "Corrections",
    "DEP": "Deposits",
    "QUO": "Quotes",
    "EIN": "E-invoicing",
    "ARC": "Archive",
    "POS": "Cash software",
    "DUN": "Reminders",
    "GDPR": "Personal data",
    "EXP": "Exports",
}
DONE = {"rule": "checked", "mention": "printed", "construction": "built in", "documentation": "told"}
Row = Mapping[str, Any]


def law_markdown() -> str:
    """Return docs/law.md."""
    parts = [
        INTRODUCTION.format(as_of=load_law().as_of),
        *_rules(),
        *_vat_table(),
        *_vat_rates(),
        *_late_rates(),
        *_sentences(),
    ]
    return "\n".join(parts)


def register() -> dict[str, Row]:
    """Every rule by id: condition, check, source, evidence, what is `done`, the `codes` it raises, and why."""
    return read_table("rules")


def _rules() -> Iterator[str]:
    rules = register()
    for prefix, title in GROUPS.items():
        rows = [(name, row) for name, row in rules.items() if name.rsplit("-", 1)[0] == prefix]
        yield f"## {title}\n"
        yield _table(("rule", "when", "what", "done", "why", "source", ""), (_rule(name, row) for name, row in rows))


def _rule(name: str, row: Row) -> tuple[str, ...]:
    dates = " ".join(f"{word} {row[word]}" for word in ("from", "until") if word in row)
    codes = [f"[{code}](faults.md#{code.lower()})" for code in row.get("codes", [])]
    done = ", ".join((*(DONE[word] for word in row["done"]), *codes))
    when = f"{row['condition']} ({dates})" if dates else row["condition"]
    return name, when, row["check"], done, row["why"], row["source"], row["evidence"]


def _vat_table() -> Iterator[str]:
    yield "## Who sells what to whom\n"
    yield "The first row that fits gives the word of a line nobody typed one on, and the words that may be typed.\n"
    rows = read_table("vat_table")["row"]
    yield _table(
        ("seller", "client", "where", "nature", "word", "may be typed", "article", ""), (_vat_row(row) for row in rows)
    )


def _vat_row(row: Row) -> tuple[str, ...]:
    number = {True: " with a VAT number", False: " without a VAT number", None: ""}
    seller = row.get("seller", "normal") + number[row.get("seller_number")]
    if "seller_zone" in row:
        seller += f" in {' or '.join(row['seller_zone'])}"
    client = ", ".join(row.get("client", ["any"])) + number[row.get("number")]
    rates = {"rates": f"rates ({row['rates']})"} if "rates" in row else {}
    typed = ", ".join((*rates.values(), *row["cases"]))
    nature = row.get("nature", "any")
    return seller, client, ", ".join(row["zone"]), nature, row["derives"], typed, row["article"], row["evidence"]


def _vat_rates() -> Iterator[str]:
    yield "## VAT rates\n"
    rows = read_table("vat_rates")["rates"]
    texts = (
        (
            row["territory"],
            str(row["start"]),
            str(row.get("end", "")),
            ", ".join(map(str, row["percent"])),
            row["source"],
            row["evidence"],
        )
        for row in rows
    )
    yield _table(("territory", "from", "until", "percent", "source", ""), texts)


def _late_rates() -> Iterator[str]:
    yield "## Rates of late interest\n"
    yield "Percent a year. A half-year that is not here is unknown: nothing is guessed.\n"
    texts = (
        tuple(
            str(value)
            for value in (rate.half_year, rate.mro, rate.statutory, rate.public_buyer, rate.legal_other, rate.floor)
        )
        for rate in load_law().late_rates.values()
    )
    yield _table(("half-year", "ECB", "statutory", "public buyer", "legal", "lowest agreed"), texts)


def _sentences() -> Iterator[str]:
    yield "## Sentences\n"
    yield "In French the wording of the law; each is also kept in English, German, Spanish, Italian and Dutch.\n"
    texts = (
        (row["rule"], row["text"], row["article"], str(row.get("start", "")), str(row.get("end", "")), row["evidence"])
        for rows in read_table("sentences/fr").values()
        for row in rows
    )
    yield _table(("rule", "sentence", "article", "from", "until", ""), texts)


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)
