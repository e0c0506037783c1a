"""What belongs to one client, planted in another's portal, stops the build: a table of leaks."""

import base64
import gzip
import hashlib
import io
import shutil
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from tests.isolation.business import SECRET
from tests.isolation.conftest import Built
from tests.publish.pictures import comment_jpeg, exif_jpeg, profiled_png, text_png

from facturier.faults import Severity
from facturier.model.book import Book, ClientFile
from facturier.model.party import Contact
from facturier.model.totals import Totals
from facturier.publish.gate import Known, gate
from facturier.publish.site import _known

Plant = Callable[["Copy"], None]


class Copy:
    """A copy of the finished site in which something may be planted."""

    def __init__(self, built: Built, out: Path) -> None:
        shutil.copytree(built.out, out)
        self.out, self.tokens = out, built.site.tokens
        self.known: Known = _known(built.site, built.out)

    def folder(self, client_id: str) -> Path:
        return self.out / "c" / self.tokens[client_id]

    def say(self, text: str, file: str = "F2026-0001/index.html", client: str = "acme") -> None:
        page = self.folder(client) / file
        page.write_text(page.read_text("utf-8").replace("</main>", f"<p>{text}</p></main>"), "utf-8")

    def in_pdf(self, change: Callable[[pikepdf.Pdf], None]) -> None:
        file = self.folder("acme") / "F2026-0001" / "F2026-0001.pdf"
        with pikepdf.open(io.BytesIO(file.read_bytes())) as pdf:
            change(pdf)
            pdf.save(file)

    def add(self, name: str, content: str | bytes = "x", client: str = "acme") -> None:
        file = self.folder(client) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def offer(self, name: str, content: bytes, client: str = "acme") -> None:
        """Offer a file for download as the seller would: it lies in the client's folder of the book."""
        digest = hashlib.sha256(content).hexdigest()
        offered = ClientFile(client=client, file=f"clients/{client}/{name}", digest=digest, size=len(content))
        self.known = replace(self.known, book=replace(self.known.book, files=(*self.known.book.files, offered)))
        for folder in self.tokens if client == "everyone" else [client]:
            self.add(f"files/{name}", content, client=folder)

    def accept(self, file: str, code: str) -> None:
        self.known = replace(self.known, book=replace(self.known.book, accepts={file: (code,)}))

    def mean(self, file: str) -> None:
        """Say in facturier.yaml that what an offered file says of others is meant."""
        book = self.known.book
        portal = replace(book.settings.portal, checked_files=(file,))
        self.known = replace(self.known, book=replace(book, settings=replace(book.settings, portal=portal)))

    def codes(self, severity: Severity = Severity.ERROR) -> list[str]:
        return sorted({fault.code for fault in gate(self.out, self.known) if fault.severity is severity})


@pytest.fixture
def copy(built: Built, tmp_path: Path) -> Copy:
    return Copy(built, tmp_path / "copy")


def _say(text: str) -> Plant:
    return lambda copy: copy.say(text)


def _title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Keywords"] = "La Bergerie du Lac"


def _sum_in_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Subject"] = "1224.00 EUR"


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["factur-x.xml"] = b"<rsm:Buyer>bonjour@bergerie.example</rsm:Buyer>"


def _embedded(name: str, content: bytes) -> Plant:
    def plant(copy: Copy) -> None:
        def change(pdf: pikepdf.Pdf) -> None:
            pdf.attachments[name] = content

        copy.in_pdf(change)

    return plant


def office_file(text: str) -> bytes:
    """A word processor's file: XML in a ZIP, the text in pieces."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        pieces = "".join(f"<w:r><w:t>{letter}</w:t></w:r>" for letter in text)
        archive.writestr("word/document.xml", f"<?xml version='1.0'?><w:document><w:p>{pieces}</w:p></w:document>")
    return made.getvalue()


def offered_pdf(text: str = "", *, title: str = "", attached: dict[str, bytes] | None = None) -> bytes:
    """A PDF as any program makes it: text in a standard font, a title, embedded files."""
    pdf, made = pikepdf.new(), io.BytesIO()
    page = pdf.add_blank_page(page_size=(200, 200))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    drawn = b"] TJ [-250".join(b"(" + word.encode("cp1252") + b")" for word in text.split())
    page.obj.Contents = pdf.make_stream(b"BT /F 9 Tf 9 9 Td [" + drawn + b"] TJ ET")
    if title:
        pdf.docinfo["/Title"] = title
    for name, content in (attached or {}).items():
        pdf.attachments[name] = content
    pdf.save(made)
    return made.getvalue()


def _offered(name: str, content: bytes, client: str = "acme") -> Plant:
    return lambda copy: copy.offer(name, content, client)


def _key(copy: Copy) -> None:
    copy.known = replace(copy.known, keys=("ww_qIab9T8nV4XJB3jO4Uss4QXzJowiyUk2E9jXK3xE",))
    copy.say("https://host.example/c/53yz/#k=ww_qIab9T8nV4XJB3jO4Uss4QXzJowiyUk2E9jXK3xE")


def _passcode(copy: Copy) -> None:
    copy.known = replace(copy.known, keys=("K7QM-2XPA-9R1B",))
    copy.say("K7QM 2XPA 9R1B")


def _logo(copy: Copy) -> None:
    content = text_png("Author", "Solveig Aubry")
    copy.known = replace(copy.known, assets={**copy.known.assets, "assets/logo.png": content})
    (copy.out / "assets" / "logo.png").write_bytes(content)


def _in_feed(text: str) -> Plant:
    def plant(copy: Copy) -> None:
        feed = copy.folder("acme") / "portal.json"
        feed.write_text(feed.read_text("utf-8").replace("{", f'{{"other": {text}, ', 1), "utf-8")

    return plant


def _other_pdf(copy: Copy) -> None:
    other = copy.folder("bergerie-du-lac") / "F2026-0002" / "F2026-0002.pdf"
    shutil.copyfile(other, copy.folder("acme") / "F2026-0001" / "F2026-0001.pdf")


def _other_page(copy: Copy) -> None:
    other = copy.folder("bergerie-du-lac") / "F2026-0002" / "index.html"
    shutil.copyfile(other, copy.folder("acme") / "F2026-0001" / "index.html")


def _token(copy: Copy) -> None:
    copy.say(f'<a href="../../{copy.tokens["solveig-aubry"]}/">?</a>')


def _broken_pdf(copy: Copy) -> None:
    copy.add("F2026-0001/F2026-0001.pdf", b"%PDF-1.7 torn")


def _swapped_files(copy: Copy) -> None:
    copy.add("files/plan.pdf", b"%PDF-1.4\nthe plan of another house\n%%EOF\n")


def _link(copy: Copy) -> None:
    (copy.folder("acme") / "404.html").unlink()
    (copy.folder("acme") / "404.html").symlink_to("/etc/hostname")


def _at_root(copy: Copy) -> None:
    page = copy.out / "index.html"
    page.write_text(page.read_text("utf-8").replace("</main>", "<p>ACME France SAS</p></main>"), "utf-8")


def _stale_portal(copy: Copy) -> None:
    (copy.out / "c" / ("a" * 26)).mkdir()
    (copy.out / "c" / ("a" * 26) / "index.html").write_text("a portal of an earlier epoch")


def _in_calendar(line: bytes) -> Plant:
    def plant(copy: Copy) -> None:
        calendar = copy.folder("acme") / "calendar.ics"
        calendar.write_bytes(calendar.read_bytes().replace(b"END:VCALENDAR", line + b"\r\nEND:VCALENDAR"))

    return plant


def _in_stream(kind: str, content: bytes) -> Plant:
    """Any stream that the catalogue points at: private data of a program, a script, a form's XML."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root[kind] = pdf.make_indirect(pdf.make_stream(content))

    return lambda copy: copy.in_pdf(change)


def _photograph(*filters: pikepdf.Object) -> Plant:
    """A picture whose comment tells, packed in one or two ways."""

    def change(pdf: pikepdf.Pdf) -> None:
        picture, data = pikepdf.Stream(pdf, b""), comment_jpeg("Solveig Aubry")
        picture.write(zlib.compress(data) if len(filters) > 1 else data, filter=pikepdf.Array(filters))
        picture.Subtype = pikepdf.Name.Image
        pdf.Root["/Picture"] = pdf.make_indirect(picture)

    return lambda copy: copy.in_pdf(change)


def _pinned(pdf: pikepdf.Pdf) -> None:
    """A file that hangs on a page instead of standing in the list of embedded ones."""
    given = pikepdf.Dictionary(F=pdf.make_stream(b"Solveig Aubry"))
    named = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="x.txt", EF=given)
    pin = pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9], FS=named)
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(pin)])


def _in_brackets(pdf: pikepdf.Pdf) -> None:
    """Text as no program of ours draws it."""
    page = pdf.pages[0]
    page.obj.Resources.Font["/F"] = pikepdf.Dictionary(Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.contents_add(pdf.make_stream(b"BT /F 9 Tf 9 9 Td (Solveig Aubry) Tj ET"))


def _behind_the_end(content: bytes) -> Plant:
    def plant(copy: Copy) -> None:
        file = copy.folder("acme") / "F2026-0001" / "F2026-0001.pdf"
        file.write_bytes(file.read_bytes() + content)

    return plant


def earlier_pdf(text: str) -> bytes:
    """A PDF whose page said something before the last save, which only added to the file (PDF 32000-1, 7.5.6)."""
    before = offered_pdf(text)
    with pikepdf.open(io.BytesIO(before)) as pdf:
        page, root, size = pdf.pages[0].obj.Contents.objgen[0], pdf.Root.objgen[0], len(pdf.objects) + 1
    start = before.rstrip().split(b"startxref")[-1].split()[0]
    now = b"\n%d 0 obj\n<</Length 5>>\nstream\nBT ET\nendstream\nendobj\n" % page
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n" % (page, len(before) + 1)
    rest = b"<</Size %d/Root %d 0 R/Prev %s>>\nstartxref\n%d\n" % (size, root, start, len(before) + len(now))
    return before + now + table + rest + b"%%EOF\n"


def zipped(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def _asset(copy: Copy) -> None:
    (copy.out / "assets" / "clients.json").write_text("[]")


def _changed_asset(copy: Copy) -> None:
    next((copy.out / "assets").glob("*.css")).write_text("/* Solveig Aubry */")


LEAKS: dict[str, tuple[str, Plant]] = {
    "the name of another client": ("GATE-001", _say("La Bergerie du Lac")),
    "a name in other letters and spaces": ("GATE-001", _say("LA BERGERIE\u00a0DU\n  LAC")),
    "a name without its legal form": ("GATE-001", lambda copy: copy.say("ACME France", "index.html", "solveig-aubry")),
    "a name across tags": ("GATE-001", _say("<b>La Bergerie</b> du <i>Lac</i>")),
    "a name with a soft hyphen": ("GATE-001", _say("La Ber\u00adgerie du Lac")),
    "a name in entities": ("GATE-001", _say("Solveig&#32;&#65;ubry")),
    "a name in an attribute": ("GATE-001", _say('<span title="Solveig Aubry">x</span>')),
    "the id of another client": ("GATE-001", _say("clients/bergerie-du-lac")),
    "a number of another client": ("GATE-001", _say("F2026-0002")),
    "a number in a link": ("GATE-001", _say('<a href="../F2026-0002/">previous</a>')),
    "a mail address": ("GATE-001", _say("bonjour@bergerie.example")),
    "a mail address in a prepared mail": ("GATE-001", _say('<a href="mailto:bonjour%40bergerie.example">write</a>')),
    "a SIREN in groups": ("GATE-001", _say("999 000 037")),
    "a SIREN in narrow groups": ("GATE-001", _say("999\u202f000\u202f037")),
    "a VAT number made of the SIREN": ("GATE-001", _say("FR 42 999 000 037")),
    "a phone number": ("GATE-001", lambda copy: copy.say("0033123456789 +33123456789", "index.html", "solveig-aubry")),
    "a phone number in pairs": ("GATE-001", lambda copy: copy.say("+33 1 23 45 67 89", "index.html", "solveig-aubry")),
    "the token of another client": ("GATE-001", _token),
    "a name in the metadata of a PDF": ("GATE-001", lambda copy: copy.in_pdf(_title)),
    "a mail address in a file attached to a PDF": ("GATE-001", lambda copy: copy.in_pdf(_attachment)),
    "the PDF of another client": ("GATE-001", _other_pdf),
    "the page of another client": ("GATE-001", _other_page),
    "a sum of another client": ("GATE-001", _say("1\u202f224,00 €")),
    "a sum in English": ("GATE-001", _say("EUR 1,224.00")),
    "a sum before VAT": ("GATE-001", _say("1 020,00")),
    "a sum in a feed": ("GATE-001", _in_feed('"1224.00"')),
    "a sum in the metadata of a PDF": ("GATE-001", lambda copy: copy.in_pdf(_sum_in_title)),
    "a name in the name of an embedded file": ("GATE-001", _embedded("La Bergerie du Lac.txt", b"x")),
    "a name in an office file embedded in a PDF": (
        "GATE-001",
        _embedded("notes.docx", office_file("La Bergerie du Lac")),
    ),
    "a name in a PDF embedded in a PDF": ("GATE-001", _embedded("old.pdf", offered_pdf("La Bergerie du Lac"))),
    "a name in UTF-16 embedded in a PDF": ("GATE-001", _embedded("x.txt", "Solveig Aubry".encode("utf-16"))),
    "a name in the metadata of the logo": ("GATE-001", _logo),
    "a client on the page of everybody": ("GATE-001", _at_root),
    "a document of another client": ("GATE-002", lambda copy: copy.add("F2026-0002/index.html", "<p>x</p>")),
    "a source file": ("GATE-002", lambda copy: copy.add("F2026-0001/F2026-0001.yaml", "number: F2026-0001")),
    "a backup": ("GATE-002", lambda copy: copy.add("index.html~")),
    "a hidden file": ("GATE-002", lambda copy: copy.add(".DS_Store")),
    "a portal of nobody": ("GATE-002", _stale_portal),
    "a foreign asset": ("GATE-002", _asset),
    "a changed asset": ("GATE-002", _changed_asset),
    "the page of a draft": ("GATE-002", lambda copy: copy.add("drafts-secret-offer/index.html", "<p>x</p>")),
    "the text of a draft": ("GATE-003", _say("Campagne de lancement confidentielle")),
    "a private note": ("GATE-004", _say("ne jamais rappeler le lundi matin")),
    "the master secret": ("GATE-005", _say(SECRET)),
    "the key of a link": ("GATE-005", _key),
    "a passcode": ("GATE-005", _passcode),
    "a key in an offered file": ("GATE-005", _offered("x.pdf", offered_pdf("sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"))),
    "a private key": ("GATE-005", _say("-----BEGIN EC PRIVATE KEY-----")),
    "a payment key": ("GATE-005", _say("sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc")),
    "a key of a host": ("GATE-005", _say("AKIA" + "IOSFODNN7EXAMPLE")),
    "a token of a forge": ("GATE-005", _say("ghp_" + "a1B2" * 9)),
    "a folder of this machine": ("GATE-006", _say("/home/" + "nour/factures/clients/acme.yaml")),
    "a file address": ("GATE-006", _say("file:///srv/book/logo.svg")),
    "a comment": ("GATE-007", _say("<!-- to do: raise the price -->")),
    "a torn PDF": ("GATE-008", _broken_pdf),
    "the bank account of somebody else": ("GATE-009", _say("DE89 3704 0044 0532 0130 00")),
    "a symbolic link": ("GATE-011", _link),
    "another file under an offered name": ("GATE-012", _swapped_files),
    "a name in an offered PDF": ("GATE-015", _offered("x.pdf", offered_pdf("Devis pour La Bergerie du Lac"))),
    "a number in the title of an offered PDF": ("GATE-015", _offered("x.pdf", offered_pdf(title="F2026-0002"))),
    "the bank account of somebody else in an offered PDF": (
        "GATE-015",
        _offered("x.pdf", offered_pdf("DE89 3704 0044 0532 0130 00")),
    ),
    "a name in the name of an offered file": ("GATE-015", _offered("solveig-aubry.pdf", offered_pdf("plan"))),
    "a name in a file embedded in an offered PDF": (
        "GATE-015",
        _offered("x.pdf", offered_pdf(attached={"annexe.zip": office_file("Solveig Aubry")})),
    ),
    "a name in the text of an offered PNG": ("GATE-015", _offered("x.png", text_png("Title", "Solveig Aubry"))),
    "a name packed into an offered PNG": ("GATE-015", _offered("x.png", text_png("T", "Solveig Aubry", packed=True))),
    "a name in the Exif of an offered photograph": ("GATE-015", _offered("x.jpg", exif_jpeg("Solveig Aubry"))),
    "a name in the comment of an offered photograph": ("GATE-015", _offered("x.jpg", comment_jpeg("Solveig Aubry"))),
    "a name behind the end of an offered picture": (
        "GATE-015",
        _offered("x.png", text_png("T", "x") + office_file("Solveig Aubry")),
    ),
    "a client in a file offered to everybody": (
        "GATE-015",
        _offered("r.pdf", offered_pdf("Solveig Aubry"), "everyone"),
    ),
    "an image of another host": ("GATE-013", _say('<img src="https://pixel.example/1.gif" alt="">')),
    "a name cut up by tags": ("GATE-001", _say("<b>S</b><b>olve</b>ig <i>Au</i>b<wbr>ry")),
    "a name with marks that draw nothing": ("GATE-001", _say("Sol\u034fve\ufe0fig \u200bAub\u2060ry")),
    "a name in wide letters": ("GATE-001", _say("Ｓｏｌｖｅｉｇ Ａｕｂｒｙ")),
    "a name as one word": ("GATE-001", _say("LaBergerieDuLac")),
    "a number as one word": ("GATE-001", _say("F20260002")),
    "a SIREN behind letters": ("GATE-001", _say("SIREN999000037")),
    "a name in base64": ("GATE-001", _say(base64.b64encode(b"client Solveig Aubry").decode())),
    "a name in base32": ("GATE-001", _say(base64.b32encode(b"Solveig Aubry").decode())),
    "a name in hexadecimal": ("GATE-001", _say(b"Solveig Aubry".hex())),
    "a name in UTF-16 in hexadecimal": ("GATE-001", _say("Solveig Aubry".encode("utf-16-be").hex())),
    "a name behind percent signs": ("GATE-001", _say("Solveig%2520Aubry")),
    "a mail address as mail programs write it": ("GATE-001", _say("bonjour=40bergerie.example")),
    "a name in escapes of CSS": ("GATE-001", _say(r"<span>\53 olveig \41 ubry</span>")),
    "a name in escapes of JSON": ("GATE-001", _in_feed(r'"\u0053olveig \u0041ubry"')),
    "a name in CDATA": ("GATE-001", _say("Sol<![CDATA[veig]]> Aubry")),
    "a name escaped twice": ("GATE-001", _say("Solveig&amp;#32;Aubry")),
    "a name folded in a calendar": ("GATE-001", _in_calendar(b"SUMMARY:Solveig A\n\tubry")),
    "a name behind a line end of a calendar": ("GATE-001", _in_calendar(rb"SUMMARY:due\nSolveig Aubry")),
    "a bank account with letters glued to it": ("GATE-009", _say("IBANDE89370400440532013000BIC")),
    "a bank account cut up by tags": ("GATE-009", _say("<b>DE89</b><b>3704</b><b>0044</b><b>0532</b><b>013000</b>")),
    "a name in the private data of a PDF": ("GATE-001", _in_stream("/PieceInfo", b"Solveig Aubry")),
    "a name in a script of a PDF": ("GATE-001", _in_stream("/JS", b"app.alert('Solveig Aubry')")),
    "a name in the comment of a photograph in a PDF": ("GATE-001", _photograph(pikepdf.Name.DCTDecode)),
    "a name in a packed photograph in a PDF": (
        "GATE-001",
        _photograph(pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode),
    ),
    "a name in a file that hangs on a page of a PDF": ("GATE-001", lambda copy: copy.in_pdf(_pinned)),
    "a name in brackets in a PDF": ("GATE-001", lambda copy: copy.in_pdf(_in_brackets)),
    "a name in a comment of a PDF": ("GATE-001", _behind_the_end(b"\n% Solveig Aubry\n%%EOF\n")),
    "an archive behind the end of a PDF": ("GATE-001", _behind_the_end(office_file("Solveig Aubry"))),
    "a name in an earlier state of an offered PDF": ("GATE-015", _offered("x.pdf", earlier_pdf("Solveig Aubry"))),
    "a name in an archive in an archive": (
        "GATE-015",
        _offered("x.zip", zipped("a.zip", zipped("b.txt", b"Solveig Aubry"))),
    ),
    "a name in a packed file in an archive": (
        "GATE-015",
        _offered("x.zip", zipped("a.gz", gzip.compress(b"Solveig Aubry"))),
    ),
    "a name in UTF-16 without a mark": (
        "GATE-015",
        _offered("x.zip", zipped("a", "Solveig Aubry".encode("utf-16-le"))),
    ),
    "a name in the mail of an archive": (
        "GATE-015",
        _offered("x.zip", zipped("a.eml", base64.encodebytes(b"Bonjour, le devis pour Solveig Aubry est joint."))),
    ),
    "a name in the colour profile of a picture": ("GATE-015", _offered("x.png", profiled_png(b"Solveig Aubry"))),
    "a remark that is no comment": ("GATE-007", _say("</ raise the price >")),
    "a picture of another host behind a sign": (
        "GATE-013",
        _say('<i title="a>b" style="background:url(//x.example)">'),
    ),
    "a script in a page": ("GATE-013", _say("<script>fetch(1)</script>")),
}


def test_the_site_as_it_was_built_has_nothing_to_report(copy: Copy) -> None:
    assert gate(copy.out, copy.known) == ()


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_found(copy: Copy, leak: str) -> None:
    code, plant = LEAKS[leak]
    plant(copy)
    assert code in copy.codes()


def test_a_finding_never_shows_a_token_or_the_secret(copy: Copy) -> None:
    copy.say(SECRET)
    _token(copy)
    said = repr(gate(copy.out, copy.known))
    assert SECRET not in said
    assert not any(token in said for token in copy.tokens.values())


def test_a_mention_the_seller_typed_is_a_warning(copy: Copy) -> None:
    book = copy.known.book
    typed = replace(book.documents["F2026-0001"], notes="avec La Bergerie du Lac")
    documents = {**book.documents, "F2026-0001": typed}
    copy.known = replace(copy.known, book=replace(book, documents=documents))
    copy.say("avec La Bergerie du Lac")
    assert copy.codes() == []
    assert copy.codes(Severity.WARNING) == ["GATE-010"]


def test_a_mention_that_was_accepted_is_not_told_again(copy: Copy) -> None:
    book = copy.known.book
    typed = replace(book.documents["F2026-0001"], notes="avec La Bergerie du Lac", accepts=("GATE-010",))
    copy.known = replace(copy.known, book=replace(book, documents={**book.documents, "F2026-0001": typed}))
    copy.say("avec La Bergerie du Lac")
    assert gate(copy.out, copy.known) == ()


def test_a_client_whose_file_accepts_mentions_is_not_told_of_them(copy: Copy) -> None:
    book = copy.known.book
    typed = replace(book.documents["F2026-0001"], notes="avec La Bergerie du Lac")
    copy.known = replace(copy.known, book=replace(book, documents={**book.documents, "F2026-0001": typed}))
    copy.accept("clients/acme.yaml", "GATE-010")
    copy.say("avec La Bergerie du Lac")
    assert gate(copy.out, copy.known) == ()


def test_an_offered_file_may_mention_another_client_when_the_seller_says_so(copy: Copy) -> None:
    copy.offer("x.pdf", offered_pdf("La Bergerie du Lac"))
    copy.mean("clients/acme/x.pdf")
    assert gate(copy.out, copy.known) == ()


def test_saying_so_of_one_file_says_nothing_of_another(copy: Copy) -> None:
    copy.offer("x.pdf", offered_pdf("La Bergerie du Lac"))
    copy.mean("clients/acme/y.pdf")
    assert copy.codes() == ["GATE-015"]


def test_an_error_of_the_gate_cannot_be_accepted(copy: Copy) -> None:
    copy.offer("x.pdf", offered_pdf("La Bergerie du Lac"))
    copy.accept("clients/acme.yaml", "GATE-015")
    assert copy.codes() == ["GATE-015"]


def test_what_a_file_may_say_of_others_is_no_key(copy: Copy) -> None:
    copy.offer("x.pdf", offered_pdf("-----BEGIN PRIVATE KEY-----"))
    copy.mean("clients/acme/x.pdf")
    assert copy.codes() == ["GATE-005"]


def test_an_offered_file_that_cannot_be_read_is_a_warning(copy: Copy) -> None:
    locked, plain = io.BytesIO(), io.BytesIO(offered_pdf("x"))
    with pikepdf.open(plain) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    copy.offer("x.pdf", locked.getvalue())
    assert (copy.codes(), copy.codes(Severity.WARNING)) == ([], ["GATE-016"])


def test_a_sum_that_follows_from_the_clients_own_documents_is_no_leak(copy: Copy) -> None:
    """Two clients with one sum: the first's as a total, the second's as what is left to pay."""
    copy.known = replace(copy.known, book=_paying(copy.known.book, "1012.00"))
    copy.say("1 220,00")  # 2 232.00 less 1 012.00
    copy.known = replace(copy.known, totals=_with_total(copy.known, "F2026-0002", "1220.00"))
    assert copy.codes() == []


def test_a_client_named_like_two_texts_in_a_row_alarms_nobody(copy: Copy) -> None:
    """A heading and the line below it, both typed for the client who reads them."""
    book = copy.known.book
    document = book.documents["F2026-0001"]
    named = replace(book.clients["solveig-aubry"], name="Impression Manuel SARL")
    typed = replace(document, subject="Suivi et impression", notes="Manuel imprimé")
    documents, clients = {**book.documents, "F2026-0001": typed}, {**book.clients, named.id: named}
    copy.known = replace(copy.known, book=replace(book, documents=documents, clients=clients))
    copy.say("<h2>Suivi et impression</h2><p>Manuel imprimé</p>")
    assert gate(copy.out, copy.known) == ()


@pytest.mark.parametrize("small", ["240,00", "200.00 €"])
def test_small_sums_tell_nobody_apart(copy: Copy, small: str) -> None:
    copy.say(small)
    assert copy.codes() == []


@pytest.mark.parametrize("text", ["2026-10-20", "06 12 24 00", "31 224,000", "1 224", "11 224,00"])
def test_dates_numbers_and_parts_of_sums_are_no_sums(copy: Copy, text: str) -> None:
    copy.say(text)
    assert copy.codes() == []


def test_data_that_two_clients_share_is_no_leak(copy: Copy) -> None:
    """Two companies of one group with the same accounting department."""
    shared = Contact(name="Groupe Roche", email="comptabilite@groupe-roche.example")
    copy.known = replace(copy.known, book=_with_contact(copy.known.book, "acme", "bergerie-du-lac", contact=shared))
    copy.say("comptabilite@groupe-roche.example")
    assert copy.codes() == []


def test_a_client_named_like_a_word_of_every_page_alarms_nobody(copy: Copy) -> None:
    book = copy.known.book
    client = replace(book.clients["solveig-aubry"], name="Facture")
    copy.known = replace(copy.known, book=replace(book, clients={**book.clients, client.id: client}))
    assert copy.codes() == []


def test_the_files_offered_to_a_client_pass(copy: Copy) -> None:
    copy.offer("new.pdf", offered_pdf("for ACME France alone"))
    assert copy.codes() == []


def test_a_file_offered_to_another_client_does_not_pass(copy: Copy) -> None:
    plan = (copy.folder("acme") / "files" / "plan.pdf").read_bytes()
    copy.add("files/plan.pdf", plan, client="solveig-aubry")
    assert copy.codes() == ["GATE-012"]


def _with_contact(book: Book, *ids: str, contact: Contact) -> Book:
    clients = {
        client.id: replace(client, contacts=(*client.contacts, contact)) if client.id in ids else client
        for client in book.clients.values()
    }
    return replace(book, clients=clients)


def _paying(book: Book, amount: str) -> Book:
    history = book.histories["F2026-0001"]
    events = tuple(replace(event, amount=Decimal(amount)) if event.amount else event for event in history.events)
    return replace(book, histories={**book.histories, "F2026-0001": replace(history, events=events)})


def _with_total(known: Known, number: str, gross: str) -> dict[str, Totals]:
    return {**known.totals, number: replace(known.totals[number], gross=Decimal(gross))}
