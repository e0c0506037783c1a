"""P1: what drawing an original costs against WeasyPrint on a plain template of the same content, in the same run.

`python -m tests.benchmarks.pdf_speed` prints a table of medians; processor time, not the clock on the wall.
"""

from __future__ import annotations

import gc
import io
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import segno
import weasyprint
from jinja2 import Environment
from tests.render.originals import COLOR, SHOWN
from weasyprint.text.fonts import FontConfiguration

from facturier.actions.build import portals_of
from facturier.actions.check import check
from facturier.model.portal import PortalDocument
from facturier.paths import theme_folder
from facturier.publish.originals import as_issued
from facturier.publish.progress import Silent
from facturier.render.asked import asked_on_issue
from facturier.render.einvoice import gather
from facturier.render.facturx import factur_x
from facturier.render.pdf import document_pdf
from facturier.render.pdf.compose import compose

ROUNDS = 5
REPOSITORY = Path(__file__).resolve().parents[2]
GOAL = 0.65

PLAIN = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{{ doc.title }}</title></head><body>
<header><div class="brand">{{ doc.seller.name }}</div>
<address>{% for line in doc.seller.lines %}{{ line }}<br>{% endfor %}</address></header>
<section class="top"><div><h1>{{ doc.kind }} {{ doc.number }}</h1>
<dl>{% for pair in doc.facts %}<dt>{{ pair.label }}</dt><dd>{{ pair.value }}</dd>{% endfor %}</dl></div>
<address class="client"><strong>{{ doc.client.name }}</strong><br>
{% for line in doc.client.lines %}{{ line }}<br>{% endfor %}
{% for text in doc.client.others %}{{ text }}<br>{% endfor %}</address></section>
<p class="subject">{{ doc.subject }}</p>
<table class="lines"><thead><tr>{% for title in doc.columns %}<th>{{ title }}</th>{% endfor %}</tr></thead><tbody>
{% for row in doc.rows %}{% if row.kind == "section" %}<tr class="section"><th colspan="5">{{ row.item }}</th></tr>
{% elif row.kind == "subtotal" %}<tr class="subtotal"><td colspan="4">{{ row.item }}</td><td>{{ row.amount }}</td></tr>
{% else %}<tr><td>{{ row.item }} {{ row.ref }}<div class="details">{{ row.details }}</div>
<div class="details">{{ row.discount }}</div></td><td>{{ row.quantity }} {{ row.unit }}</td><td>{{ row.price }}</td>
<td>{{ row.vat }}</td><td>{{ row.amount }}</td></tr>{% endif %}{% endfor %}</tbody></table>
<section class="end"><div>{% if doc.vat %}<table><thead><tr>{% for title in doc.vat_columns %}<th>{{ title }}</th>
{% endfor %}</tr></thead><tbody>{% for row in doc.vat %}<tr><td>{{ row.rate }}</td><td>{{ row.base }}</td>
<td>{{ row.tax }}</td></tr>{% endfor %}</tbody></table>{% endif %}
{% for text in doc.vat_mentions %}<p>{{ text }}</p>{% endfor %}</div>
<table class="sums">{% for row in doc.sums %}<tr class="{{ row.kind }}"><th>{{ row.label }}</th>
<td>{{ row.amount }}</td></tr>{% endfor %}</table></section>
{% if doc.payment %}<section class="pay"><dl>{% for pair in doc.payment.pairs %}<dt>{{ pair.label }}</dt>
<dd>{{ pair.value }}</dd>{% endfor %}</dl><div class="qr">{{ qr | safe }}</div></section>{% endif %}
<p>{{ doc.notes }}</p>{% for text in doc.mentions %}<p class="terms">{{ text }}</p>{% endfor %}
<footer>{{ doc.seller.footer }}</footer></body></html>"""

STYLES = """@font-face { font-family: Sans3; src: url(FacturierSans-Regular.ttf) }
@font-face { font-family: Sans3; font-weight: 600; src: url(FacturierSans-SemiBold.ttf) }
@page { size: A4; margin: 16mm 18mm 24mm; @bottom-right { content: counter(page) " / " counter(pages) }
@bottom-left { content: element(foot) } }
* { box-sizing: border-box } body { font: 9pt/1.4 Sans3; margin: 0 } footer { position: running(foot); font-size: 7pt }
header, .top, .end, .pay { display: flex; justify-content: space-between; gap: 8mm; margin-bottom: 8mm }
.brand { font-size: 15pt; font-weight: 600; color: #0b6e4f } address { font-style: normal; font-size: 8pt }
dl { display: grid; grid-template-columns: 34mm 1fr } dt { color: #666 } dd { margin: 0 } h1 { font-size: 19pt }
table { width: 100%; border-collapse: collapse } th, td { padding: 1.5mm; text-align: left; vertical-align: top }
.lines td + td, .lines th + th, .sums td { text-align: right } .lines th { border-bottom: 1pt solid #0b6e4f }
.lines td { border-bottom: .4pt solid #ddd } tr { break-inside: avoid } .details { font-size: 8pt; color: #666 }
.due th, .due td { background: #0b6e4f; color: #fff; font-weight: 600 } .terms { font-size: 7pt; color: #666 }
.qr svg { width: 30mm; height: 30mm }"""


class PlainPrinter:
    """WeasyPrint as a good user drives it: styles, fonts and caches made once, an ordinary template."""

    def __init__(self) -> None:
        self._template = Environment(autoescape=True).from_string(PLAIN)
        self._fonts, self._cache = FontConfiguration(), dict[str, object]()
        base = f"{(theme_folder() / 'fonts').as_uri()}/"
        self._styles = weasyprint.CSS(string=STYLES, font_config=self._fonts, base_url=base)

    def page(self, shown: PortalDocument) -> str:
        """The template filled."""
        doc, image = compose(shown, theme=theme_folder()), io.BytesIO()
        block = asked_on_issue(shown.document, shown.totals)
        segno.make(block.epc if block else "", error="m", micro=False).save(image, kind="svg", xmldecl=False)
        return self._template.render(doc=doc, qr=image.getvalue().decode())

    def __call__(self, shown: PortalDocument) -> bytes:
        page = weasyprint.HTML(string=self.page(shown))
        pdf: bytes = page.write_pdf(font_config=self._fonts, stylesheets=[self._styles], cache=self._cache)
        return pdf


def cost(draw: Callable[[PortalDocument], object], documents: list[PortalDocument]) -> float:
    """The median processor time per document in milliseconds, after one round to warm up."""
    times = []
    for _ in range(ROUNDS):
        for place, shown in enumerate(documents):
            start = time.process_time()
            draw(shown)
            if place:
                times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def total_cost(draw: Callable[[PortalDocument], object], documents: list[PortalDocument]) -> float:
    """The processor time of drawing all documents once, in milliseconds."""
    start = time.process_time()
    for shown in documents:
        draw(shown)
    return (time.process_time() - start) * 1000


def demo_documents() -> list[PortalDocument]:
    """Every document of the demo as it was on issue."""
    checked = check(REPOSITORY, today=date(2026, 11, 22), reporter=Silent())
    book = checked.expanded
    assert book is not None
    portals = map(portals_of(book, checked.totals, today=date(2026, 11, 22)), book.clients)
    return [as_issued(shown, book.settings) for portal in portals for shown in portal.documents]


def with_files() -> Callable[[PortalDocument], bytes]:
    """The drawing of a document with the demo's logo and attachments at hand."""
    names = ("theme/logo.svg", "clients/acme/pv-recette.pdf")
    files = {name: (REPOSITORY / name).read_bytes() for name in names}
    return lambda shown: document_pdf(shown, color=COLOR, files=files)


def memory() -> int:
    """The resident memory of this process in kilobytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4


def main() -> int:
    """Print the table; 1 when the goal is missed."""
    shown = SHOWN["invoice"]
    documents = [replace(shown, document=replace(shown.document, number=f"F2026-{number:04}")) for number in range(8)]
    plain, ours = PlainPrinter(), lambda item: document_pdf(item, color=COLOR)
    for draw in (plain, ours):
        draw(shown)
    gc.collect()
    gc.freeze()
    demo = demo_documents()
    demo_peer, demo_own = total_cost(plain, demo), total_cost(with_files(), demo)
    peer, own = cost(plain, documents), cost(ours, documents)
    xml = cost(lambda item: factur_x(gather(item)), documents)
    before = memory()
    for _ in range(5):
        for item in documents:
            ours(item)
    growth = (memory() - before) / (5 * len(documents))
    print("| one A4 invoice | ms of processor | ratio |\n|---|---|---|")
    print(f"| WeasyPrint, shared styles, plain template | {peer:.1f} | 1 |")
    print(f"| facturier: PDF/A-3a, PDF/UA-1, Factur-X | {own:.1f} | {own / peer:.2f} (goal {GOAL}) |")
    print(f"| the XML in it | {xml:.1f} | {xml / peer:.3f} |")
    print(f"| the {len(demo)} documents of the demo, each: plain template | {demo_peer / len(demo):.1f} | 1 |")
    print(f"| the same by facturier | {demo_own / len(demo):.1f} | {demo_own / demo_peer:.2f} |")
    print(f"\nmemory: {growth:.0f} kB more per document; size {len(ours(shown)) / 1000:.0f} kB")
    return int(own / peer > GOAL)


if __name__ == "__main__":
    sys.exit(main())
