"""A PDF that WeasyPrint is about to write → the same, mended where PDF/A-3a, PDF/UA-1 or Factur-X would refuse it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any

import pydyf
import weasyprint

from facturier.render.pdf.fetcher import ClosedFetcher
from facturier.render.pdf.xmp import Metadata, packet

XML_NAME = "factur-x.xml"
OUTPUT_INTENT = "facturier-srgb"


def attachment(name: str, content: bytes, *, on: date, description: str, relationship: str) -> weasyprint.Attachment:
    """A file inside the PDF, dated like the document so that no clock is read."""
    moment = datetime.combine(on, time(), UTC)
    return weasyprint.Attachment(
        string=content,
        name=name,
        description=description,
        created=moment,
        modified=moment,
        relationship=relationship,
        url_fetcher=ClosedFetcher(Path(), {}),
    )


class OutputProfile:
    """The sRGB profile of PDF/A's output intent, read once: WeasyPrint itself opens the file anew for each document."""

    name = "sRGB2014"
    components = ("r", "g", "b")

    def __init__(self) -> None:
        self.content = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
        self.pdf_reference = None  # set by WeasyPrint in each document


class Finisher:
    """Called by WeasyPrint with the finished PDF before it is written."""

    def __init__(self, *, factur_x: bool) -> None:
        self._factur_x = factur_x

    def __call__(self, document: Any, pdf: pydyf.PDF) -> None:
        """Name each attachment once in `/AF`, and put one XMP packet in place of WeasyPrint's."""
        if "AF" in pdf.catalog:
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
        metadata = _object(pdf, pdf.catalog["Metadata"])
        metadata.stream = [packet(_facts(document.metadata, pdf), factur_x=self._factur_x)]
        metadata.compress = False  # readers that know no PDF look for the packet as plain text


def _facts(metadata: Any, pdf: pydyf.PDF) -> Metadata:
    return Metadata(
        title=metadata.title,
        author=", ".join(metadata.authors),
        description=metadata.description,
        created=metadata.created,
        creator=metadata.generator,
        producer=pdf.info["Producer"].string,
    )


def _object(pdf: pydyf.PDF, reference: bytes | str) -> Any:
    number = int(reference.split()[0])
    return pdf.objects[number]
