"""The PDF of a document: what it shows, what it never does, and that its bytes depend on the document alone."""

import io
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader
from tests.render.originals import COLOR, CONSUMER, LOGO, PLAIN, SHOWN, line, show, with_logo

from facturier.model.portal import PaymentBlock, PortalDocument
from facturier.model.state import State, Status
from facturier.paths import theme_folder
from facturier.render.pdf import document_pdf, unprintable
from facturier.render.pdf.accent import accent
from facturier.render.pdf.fetcher import ClosedFetcher
from facturier.render.pdf.fonts import font_files


def draw(shown: PortalDocument, **options: object) -> bytes:
    return document_pdf(shown, color=COLOR, **options)  # type: ignore[arg-type]


def reader(name: str) -> PdfReader:
    return PdfReader(io.BytesIO(draw(SHOWN[name])))


def text_of(pdf: bytes) -> str:
    """The text in reading order, spaces made plain."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_an_invoice_shows_what_the_law_asks_for() -> None:
    text = text_of(draw(SHOWN["invoice"]))

    for part in (
        "Facture F2026-0042",
        "2 novembre 2026",
        "2 décembre 2026",
        "ACME France SAS",
        "SARL au capital de 5 000 €",
        "RCS Bourg-en-Bresse",
        "FR66999000011",
        "Développement back-end",
        "12,5 jours",
        "-775,00 €",
        "6 987,20",
        "1 397,44",
        "7 728,08 €",
        "9 166,27 €",
        "FR76 3000 6000 0112 3456 7890 189",
        "40 €",
        "escompte pour paiement anticipé",
    ):
        assert part in text, part


def test_a_quote_has_a_box_to_sign_and_asks_for_no_payment() -> None:
    text = text_of(draw(SHOWN["quote"]))

    assert "Bon pour accord" in text
    assert "Signature" in text
    assert "IBAN" not in text


def test_a_consumer_reads_prices_with_vat() -> None:
    text = text_of(draw(SHOWN["gross"]))

    assert "Prix unitaire TTC" in text
    assert "116,91" in text
    assert "Net à payer 196,91 €" in text


def test_three_decimals_are_shown_and_have_no_xml() -> None:
    pdf = draw(SHOWN["dinars"])

    assert "1 500,150" in text_of(pdf)
    assert not PdfReader(io.BytesIO(pdf)).attachments


def test_a_currency_without_cents_shows_none() -> None:
    assert "172 800 JPY" in text_of(draw(SHOWN["yen"])).replace("¥", "JPY").replace("JPY 172 800", "172 800 JPY")


def test_every_page_is_numbered_and_names_the_document() -> None:
    pages = reader("long").pages

    assert len(pages) > 4
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert f"{number} / {len(pages)}" in text
        assert "F2026-0042" in text
        assert "Atelier Lumen" in text


def test_the_table_head_stands_on_every_page_of_lines() -> None:
    pages = [page.extract_text() for page in reader("long").pages]

    assert all("Désignation" in text for text in pages if "Intervention" in text)


def test_two_hundred_lines_are_all_there() -> None:
    text = text_of(draw(SHOWN["long"]))

    assert all(f"Intervention n° {number} " in text for number in range(1, 201))


@pytest.mark.parametrize("status", [Status.PAID, Status.OVERDUE, Status.DISPUTED])
def test_what_happens_later_changes_no_byte(status: Status) -> None:
    shown = SHOWN["plain"]
    later = replace(shown, state=State(as_of=shown.document.date, headline=status, paid=Decimal(1)), timeline=())

    assert draw(later) == draw(shown)


def test_a_payment_changes_no_byte() -> None:
    shown = SHOWN["plain"]
    block = PaymentBlock(amount=Decimal(1), currency="EUR", bank=shown.document.seller.bank, reference="RF00")

    assert draw(replace(shown, payment=block)) == draw(shown)


def test_the_same_document_gives_the_same_bytes() -> None:
    assert draw(SHOWN["invoice"]) == draw(SHOWN["invoice"])


@pytest.mark.slow
def test_another_process_zone_and_locale_give_the_same_bytes() -> None:
    here = sha256(draw(with_logo(SHOWN["invoice"]), files=LOGO)).hexdigest()
    code = (
        "from tests.render.originals import COLOR, LOGO, SHOWN, with_logo\n"
        "from facturier.render.pdf import document_pdf\n"
        "from hashlib import sha256\n"
        "document_pdf(SHOWN['gross'], color='#aa3300')\n"  # whatever was drawn before leaves no trace
        "print(sha256(document_pdf(with_logo(SHOWN['invoice']), color=COLOR, files=LOGO)).hexdigest())\n"
    )
    root = Path(__file__).parents[2]
    settings = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "7"}
    paths = {"PYTHONPATH": f"{root}:{root / 'generator'}", "HOME": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **settings, **paths},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == here


def test_metadata_is_the_documents_own() -> None:
    pdf = reader("invoice")
    assert pdf.metadata is not None

    assert pdf.metadata.title == "Facture F2026-0042"
    assert pdf.metadata.author == "Atelier Lumen"
    assert pdf.metadata.subject == "Facture F2026-0042 de Atelier Lumen pour ACME France SAS"
    assert str(pdf.metadata["/CreationDate"]) == "D:20261102000000Z"
    assert str(pdf.root_object["/Lang"]) == "fr"


def test_bookmarks_lead_to_the_parts() -> None:
    titles = [item.title for item in reader("invoice").outline if not isinstance(item, list)]

    assert str(titles[0]).startswith("Facture")


def test_every_font_is_embedded_and_from_the_theme() -> None:
    with pikepdf.open(io.BytesIO(draw(SHOWN["scripts of the world"]))) as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
        names = {str(font.BaseFont).partition("+")[2] for font in fonts}
        files = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item]

    assert names
    assert all(name.startswith("Facturier") for name in names), names
    assert files


def test_a_page_stays_small() -> None:
    assert len(draw(SHOWN["invoice"])) < 60_000


def test_an_attachment_travels_inside() -> None:
    pdf = PdfReader(io.BytesIO(draw(with_logo(SHOWN["invoice"]), files=LOGO)))

    assert sorted(pdf.attachments) == ["factur-x.xml", "recette.txt"]


def test_a_preview_says_so_and_carries_no_xml() -> None:
    pdf = draw(SHOWN["invoice"], preview=True)

    assert "BROUILLON" in text_of(pdf)
    assert not PdfReader(io.BytesIO(pdf)).attachments


def test_what_no_font_can_draw_becomes_a_box_and_can_be_asked_for() -> None:
    assert unprintable(SHOWN["plain"]) == ""
    assert {"😀", "न"} <= set(unprintable(SHOWN["scripts of the world"]))
    assert "Émojis □" in text_of(draw(SHOWN["scripts of the world"]))


def test_text_is_text_never_markup() -> None:
    shown = show(replace(PLAIN, lines=(line("<b>x</b> {{ doc }} &amp; <img src='file:///etc/passwd'>", "1.00"),)))

    assert "<b>x</b> {{ doc }} &amp; <img src='file:///etc/passwd'>" in text_of(draw(shown))


def test_nothing_is_fetched_that_was_not_handed_over() -> None:
    fetcher = ClosedFetcher(theme_folder(), {"logo.svg": b"<svg/>"})

    assert fetcher.fetch("book:logo.svg").read() == b"<svg/>"
    for address in (
        "file:///etc/passwd",
        "http://localhost/",
        "https://example.com/x.png",
        "data:text/plain,x",
        "book:other.svg",
        "theme:../pyproject.toml",
        "theme:/etc/passwd",
        "ftp://host/file",
    ):
        with pytest.raises(ValueError, match="not part of it"):
            fetcher.fetch(address)


def test_a_logo_cannot_draw_in_other_files(caplog: pytest.LogCaptureFixture) -> None:
    spy = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>'

    pdf = draw(with_logo(SHOWN["plain"]), files={"theme/logo.svg": spy})

    assert b"root:" not in pdf
    assert "not part of it" in caplog.text


def test_drawing_leaves_nothing_behind() -> None:
    import gc

    draw(SHOWN["plain"])
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(3):
        draw(SHOWN["plain"])
    gc.collect()

    assert len(gc.get_objects()) - before < 2_000


@pytest.mark.parametrize("color", ["#ffffff", "#ffcc00", "#0b6e4f", "#000000", "red", "#12"])
def test_the_accent_can_be_read_on_white(color: str) -> None:
    shade = accent(color)
    channels = [int(shade[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert 1.05 / (luminance + 0.05) >= 4.4


@pytest.mark.parametrize("language", ["fr", "en", "de", "es", "it", "nl"])
def test_every_language_has_all_words(language: str) -> None:
    for name in ("invoice", "gross", "final", "quote", "instalments", "exempt"):
        shown = SHOWN[name]
        draw(replace(shown, document=replace(shown.document, language=language)))


def test_a_consumer_is_never_told_of_the_recovery_fee() -> None:
    assert "40 €" not in text_of(draw(show(replace(PLAIN, client=CONSUMER))))


def test_the_theme_holds_the_fonts() -> None:
    assert font_files(theme_folder())


def test_an_item_is_set_from_the_side_its_script_begins_on() -> None:
    from facturier.render.pdf.compose import compose

    printed = compose(SHOWN["scripts of the world"], theme=theme_folder(), logo=False)
    assert [row.leftward for row in printed.rows][:4] == [True, True, False, False]
