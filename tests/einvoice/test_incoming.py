"""Files are read into business terms, and hostile ones are refused without a trace."""

import zlib
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from tests.render.originals import COLOR, SHOWN

from facturier.faults import Fault
from facturier.model.incoming import Incoming, Terms
from facturier.render.einvoice import gather, has_einvoice
from facturier.render.facturx import factur_x
from facturier.render.incoming import read_einvoice
from facturier.render.incoming.pdf import LIMIT
from facturier.render.pdf import document_pdf
from facturier.render.ubl import ubl

INVOICES = {name: shown for name, shown in SHOWN.items() if has_einvoice(shown.document)}
SPELLED_OTHERWISE = {"BT-9"}  # a UBL credit note has no place for a due date
XML = ubl(gather(SHOWN["invoice"]))


def read(data: bytes) -> Incoming:
    found = read_einvoice(data, "invoice")
    assert isinstance(found, Incoming), found
    return found


def code(data: bytes) -> str:
    found = read_einvoice(data, "invoice")
    return found.code if isinstance(found, Fault) else "read"


def flat(terms: Terms) -> list[tuple[str, str, str]]:
    return sorted((term, value.text, value.scheme) for term, value in terms.all_values())


def pdf_with(name: str, data: bytes) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments[name] = data
    return pdf


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    out = BytesIO()
    pdf.save(out, **how)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("name", INVOICES)
def test_nothing_of_our_own_files_is_left_over(name: str) -> None:
    invoice = gather(INVOICES[name])
    assert (read(factur_x(invoice)).extra, read(ubl(invoice)).extra) == ((), ())


@pytest.mark.parametrize("name", INVOICES)
def test_both_syntaxes_give_the_same_terms(name: str) -> None:
    invoice = gather(INVOICES[name])
    cii, other = flat(read(factur_x(invoice)).terms), flat(read(ubl(invoice)).terms)
    assert [term for term in cii if term[0] not in SPELLED_OTHERWISE] == [
        term for term in other if term[0] not in SPELLED_OTHERWISE
    ]


def test_terms_are_those_of_the_model() -> None:
    shown = SHOWN["invoice"]
    terms = read(XML).terms
    line = terms.within("BG-25")[0]

    assert terms.text("BT-1") == shown.document.number
    assert terms.one("BG-22").text("BT-115") == f"{shown.totals.due:f}"
    assert line.one("BG-31").text("BT-153") == shown.document.lines[0].item
    assert line.one("BG-27").text("BT-136") == f"{shown.totals.lines[0].discount:f}"


def test_a_note_of_ubl_gives_its_code() -> None:
    assert [note.text("BT-21") for note in read(XML).terms.within("BG-1")][:3] == ["AAB", "PMD", "PMT"]


def test_attachments_are_read() -> None:
    shown = replace(SHOWN["plain"], document=replace(SHOWN["plain"].document, attachments=("clients/acme/plan.pdf",)))
    for write in (factur_x, ubl):
        [supporting] = read(write(gather(shown, {"clients/acme/plan.pdf": b"%PDF-"}))).terms.within("BG-24")
        assert (supporting.text("BT-122"), supporting.text("BT-123")) == ("plan.pdf", "DOCUMENT_ANNEXE")
        assert supporting.first("BT-125") is not None


def test_the_xml_is_found_in_our_pdf() -> None:
    shown = SHOWN["plain"]
    assert read(document_pdf(shown, color=COLOR)).xml == factur_x(gather(shown))


def test_what_has_no_term_is_told_with_its_line() -> None:
    data = XML.replace(b"<cbc:IssueDate>", b"<cbc:IssueTime>10:00:00</cbc:IssueTime><cbc:IssueDate>", 1)
    [extra] = read(data).extra
    assert (extra.text, extra.line) == ("IssueTime", 6)


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BILLION = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
HOSTILE = {
    "external entity": (ENTITY + b"<a>&x;</a>", "EIN-115"),
    "billion laughs": (BILLION, "EIN-115"),
    "entity in UTF-16": (("\ufeff" + ENTITY.decode() + "<a/>").encode("utf-16-le"), "EIN-115"),
    "cut off": (XML[:2000], "EIN-114"),
    "another encoding than it says": (XML.replace("é".encode(), b"\xe9"), "EIN-114"),
    "another document": (b"<html><body>invoice</body></html>", "EIN-111"),
    "an older ZUGFeRD": (b'<a:CrossIndustryDocument xmlns:a="urn:ferd:CrossIndustryDocument:invoice:1p0"/>', "EIN-111"),
    "no markup": (b"%!PS-Adobe", "EIN-111"),
    "empty": (b"", "EIN-111"),
    "a PDF that is none": (b"%PDF-1.7\nnothing here", "EIN-116"),
    "a PDF without XML": (saved(pikepdf.new()), "EIN-112"),
    "a PDF with something else": (saved(pdf_with("notes.txt", b"hello")), "EIN-112"),
    "an encrypted PDF": (
        saved(pdf_with("factur-x.xml", XML), encryption=pikepdf.Encryption(owner="secret", user="secret")),
        "EIN-113",
    ),
    "a PDF anybody may open but not change": (
        saved(pdf_with("factur-x.xml", XML), encryption=pikepdf.Encryption(owner="secret", user="")),
        "EIN-113",
    ),
    "deep nesting": (b"<a>" * 5000, "EIN-114"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_a_fault(name: str) -> None:
    data, expected = HOSTILE[name]
    assert code(data) == expected


def test_a_bomb_inside_a_pdf_is_never_unpacked() -> None:
    pdf = pdf_with("factur-x.xml", b"small")
    packed = zlib.compress(b" " * (LIMIT + 10), 9)
    stream = pdf.attachments["factur-x.xml"].get_file().obj
    stream.write(packed, filter=pikepdf.Name.FlateDecode)

    assert code(saved(pdf, compress_streams=False)) == "EIN-110"


def test_random_damage_never_raises() -> None:
    data = bytearray(saved(pdf_with("factur-x.xml", XML)))
    for place in range(0, len(data), 97):
        damaged = bytearray(data)
        damaged[place] ^= 0x5A
        assert isinstance(read_einvoice(bytes(damaged), "invoice"), Incoming | Fault)
