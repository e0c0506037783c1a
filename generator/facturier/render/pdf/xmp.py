"""What a PDF is and holds → its XMP packet, as PDF/A-3, PDF/UA-1 and Factur-X want to find it."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The facts that the document information and the XMP packet must tell alike (ISO 19005-3, 6.6.3)."""

    title: str
    author: str
    description: str
    created: str  # ISO 8601
    creator: str
    producer: str


def packet(metadata: Metadata, *, factur_x: bool) -> bytes:
    """One `rdf:RDF` with everything in it; the Factur-X part only when the XML is embedded."""
    parts = [
        _ARCHIVE,
        _ACCESSIBLE,
        _core(metadata),
        _FACTUR_X if factur_x else "",
        _extensions([_UA_SCHEMA, _FACTUR_X_SCHEMA] if factur_x else [_UA_SCHEMA]),
    ]
    body = "\n".join(part for part in parts if part)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n{body}\n</rdf:RDF>'
        '</x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _core(metadata: Metadata) -> str:
    date = escape(metadata.created)
    return (
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f"<dc:title>{_alternative(metadata.title)}</dc:title>"
        f"<dc:creator><rdf:Seq><rdf:li>{escape(metadata.author)}</rdf:li></rdf:Seq></dc:creator>"
        f"<dc:description>{_alternative(metadata.description)}</dc:description>"
        f"<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>"
        f"<xmp:CreatorTool>{escape(metadata.creator)}</xmp:CreatorTool>"
        f"<pdf:Producer>{escape(metadata.producer)}</pdf:Producer>"
        "</rdf:Description>"
    )


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


_ARCHIVE = (
    '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
    "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>"
)
_ACCESSIBLE = (
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    "<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
)
_FACTUR_X = (
    '<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">'
    "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>"
    "<fx:DocumentType>INVOICE</fx:DocumentType><fx:Version>1.0</fx:Version></rdf:Description>"
)


def _extensions(schemas: list[str]) -> str:
    """The descriptions PDF/A asks for of every schema it does not know itself (ISO 19005-3, 6.6.2.3)."""
    return (
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
        'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
        'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        f"<pdfaExtension:schemas><rdf:Bag>{''.join(schemas)}</rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )


def _schema(name: str, uri: str, prefix: str, properties: list[tuple[str, str, str, str]]) -> str:
    described = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{title}</pdfaProperty:name><pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{text}</pdfaProperty:description></rdf:li>"
        for title, kind, category, text in properties
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{name}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


_UA_SCHEMA = _schema(
    "PDF/UA Universal Accessibility Schema",
    "http://www.aiim.org/pdfua/ns/id/",
    "pdfuaid",
    [("part", "Integer", "internal", "Part of the PDF/UA standard")],
)
_FACTUR_X_SCHEMA = _schema(
    "Factur-X PDFA Extension Schema",
    "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
    "fx",
    [
        ("DocumentFileName", "Text", "external", "name of the embedded XML invoice file"),
        ("DocumentType", "Text", "external", "INVOICE"),
        ("Version", "Text", "external", "The actual version of the Factur-X XML schema"),
        ("ConformanceLevel", "Text", "external", "The conformance level of the embedded Factur-X data"),
    ],
)
