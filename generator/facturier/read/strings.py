"""One typed text to one checked text: names, numbers, paths, web and mail addresses, bank and company identifiers.

What is checked here is the form; check digits are rules (ID-001 …), so that a wrong digit hides no other fault.
"""

from __future__ import annotations

import re

from facturier.read import codelists
from facturier.read.scalars import MisfitError, closest

NUMBER = r"[A-Za-z0-9_-]{1,35}"
CLIENT_ID = r"[a-z0-9-]{1,64}"
_NUMBER = re.compile(NUMBER, re.ASCII)
_BUCKET = re.compile(r"(?:s3|gs|az)://[a-z0-9][a-z0-9.-]{1,62}(?:/[A-Za-z0-9._-]+)*/?", re.ASCII)
_CLIENT_ID = re.compile(CLIENT_ID, re.ASCII)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}", re.ASCII
)
_MAILBOX = re.compile(r"(?:([^<>\"\n]{0,100}[^<>\"\n ]) )?<([^<> ]+)>")
_URL_CHARS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%{}]+", re.ASCII)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)
_COLOR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)
_VAT = re.compile(r"[A-Z]{2,3}[0-9A-Z+*]{2,14}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{4,30}", re.ASCII)
_PATH_PART = re.compile(r"[^/\\:*?\"<>|\x00-\x1f]+")
_PATTERN_PARTS = re.compile(r"\{(year|month|seq(?::0[1-9])?)\}", re.ASCII)
_WINDOWS = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
_RULE_CODE = re.compile(r"[A-Z0-9]{2,8}(-[A-Z0-9]{1,10}){1,4}", re.ASCII)
MAX_URL = 2000


def text(value: str, *, limit: int = 200) -> str:
    """Read a text of one line."""
    if "\n" in value or "\t" in value:
        raise MisfitError("TYPE-003")
    if len(value) > limit:
        raise MisfitError("TYPE-002", length=len(value), limit=limit)
    stripped = value.strip()
    if not stripped:
        raise MisfitError("TYPE-001")
    return stripped


def long_text(value: str, *, limit: int = 10_000) -> str:
    """Read a text with line breaks."""
    if "\t" in value:
        raise MisfitError("TYPE-003")
    if len(value) > limit:
        raise MisfitError("TYPE-002", length=len(value), limit=limit)
    stripped = value.strip("\n").rstrip()
    if not stripped.strip():
        raise MisfitError("TYPE-001")
    return stripped


def document_number(value: str) -> str:
    """Read a document number, which is also a file name."""
    if _NUMBER.fullmatch(value) is None or value.lower() in _WINDOWS:
        raise MisfitError("TYPE-040", value=value[:60])
    return value


def client_id(value: str) -> str:
    """Read a client id; `everyone` is reserved for pages shown to all."""
    if _CLIENT_ID.fullmatch(value) is None or value in _WINDOWS or value == "everyone":
        raise MisfitError("TYPE-041", value=value[:80])
    return value


def slug(value: str) -> str:
    """Read a short name of small letters, digits and dashes (letter templates)."""
    if len(value) > 64 or _SLUG.fullmatch(value) is None:
        raise MisfitError("TYPE-042", value=value[:80])
    return value


def email(value: str) -> str:
    """Read one plain address that can stand in a `mailto:` link as it is."""
    if len(value) > 254 or _EMAIL.fullmatch(value) is None or ".." in value:
        raise MisfitError("TYPE-043", value=value[:80])
    return value


def mailbox(value: str) -> str:
    """Read `Name <address>` or an address."""
    match = _MAILBOX.fullmatch(value)
    email(match[2] if match else value)
    return value


def https_url(value: str) -> str:
    """Read an https address: ASCII, no user part, a named host (no IP address), at most 2000 characters."""
    return _url(value)


def url_template(value: str) -> str:
    """Read an https address in which `{number}`, `{amount}` and `{currency}` stand after the host."""
    for name in re.findall(r"\{([^}]*)\}?", value):
        if name not in {"number", "amount", "currency"}:
            raise MisfitError("TYPE-046", value=name[:40])
    return _url(value, braces=True)


def host_of(url: str) -> str:
    """Return the host of a checked https address, in small letters."""
    return re.split(r"[/?#]", url.removeprefix("https://"), maxsplit=1)[0].lower()


def host_name(value: str) -> str:
    """Read the name of a host, in small letters afterwards: no scheme, port or path."""
    host = value.lower()
    if _HOST.fullmatch(host) is None:
        raise MisfitError("TYPE-047", value=value[:80])
    return host


def _url(value: str, *, braces: bool = False) -> str:
    if len(value) > MAX_URL:
        raise MisfitError("TYPE-002", length=len(value), limit=MAX_URL)
    if not value.startswith("https://"):
        raise MisfitError("TYPE-044", value=value[:80])
    if _URL_CHARS.fullmatch(value) is None or ("{" in value and not braces):
        raise MisfitError("TYPE-045", value=value[:80])
    host, _, port = host_of(value).partition(":")
    if _HOST.fullmatch(host) is None or (port and not port.isdigit()):
        raise MisfitError("TYPE-047", value=host[:80])
    return value


def color(value: str) -> str:
    """Read `#0b6e4f`, in small letters afterwards."""
    if _COLOR.fullmatch(value) is None:
        raise MisfitError("TYPE-048", value=value[:40])
    return value.lower()


def iban(value: str) -> str:
    """Read an IBAN with or without spaces; returned in capitals without spaces."""
    bare = value.replace(" ", "").upper()
    if _IBAN.fullmatch(bare) is None:
        raise MisfitError("TYPE-050", value=value[:60])
    return bare


def bic(value: str) -> str:
    """Read a BIC of 8 or 11 characters."""
    bare = value.replace(" ", "").upper()
    if _BIC.fullmatch(bare) is None:
        raise MisfitError("TYPE-051", value=value[:40])
    return bare


def siren(value: str) -> str:
    """Read nine digits, spaces allowed."""
    return _digits(value, 9, "TYPE-052")


def siret(value: str) -> str:
    """Read fourteen digits, spaces allowed."""
    return _digits(value, 14, "TYPE-053")


def vat_number(value: str) -> str:
    """Read a VAT number with its country prefix; returned in capitals without spaces, dots and dashes."""
    bare = re.sub(r"[ .-]", "", value).upper()
    if _VAT.fullmatch(bare) is None:
        raise MisfitError("TYPE-054", value=value[:40])
    return bare


def phone(value: str) -> str:
    """Read a telephone number as people write it."""
    if _PHONE.fullmatch(value) is None:
        raise MisfitError("TYPE-055", value=value[:60])
    return value


def digest(value: str) -> str:
    """Read a sha256 in 64 small hex digits."""
    if _DIGEST.fullmatch(value) is None:
        raise MisfitError("TYPE-056", value=value[:70])
    return value


def rule_code(value: str) -> str:
    """Read the code of a warning: `MEN-034`, `BR-FR-05`."""
    if _RULE_CODE.fullmatch(value) is None:
        raise MisfitError("TYPE-057", value=value[:40])
    return value


def language(value: str) -> str:
    """Read one of the six languages."""
    if value not in codelists.LANGUAGES:
        words = ", ".join(codelists.LANGUAGES)
        raise MisfitError("TYPE-030", value=value[:40], suggestion=closest(value, codelists.LANGUAGES), words=words)
    return value


def safe_path(value: str) -> str:
    """Read a path inside the book: relative, `/` between names, no `..`, no hidden name, no link to elsewhere."""
    parts = value.split("/")
    if len(value) > 200 or any(_unsafe(part) for part in parts):
        raise MisfitError("TYPE-058", value=value[:80])
    return value


def number_pattern(value: str) -> str:
    """Read the pattern of a series: `F{year}-{seq:04}`."""
    bare = _PATTERN_PARTS.sub("", value)
    if value.count("{seq") != 1 or (bare and _NUMBER.fullmatch(bare) is None) or len(value) > 60:
        raise MisfitError("TYPE-059", value=value[:60])
    return value


def originals(value: str) -> str:
    """Read where issued PDFs are kept: `git`, a directory of the book or machine, or the address of an object store."""
    if value == "git" or _BUCKET.fullmatch(value):
        return value
    if "://" in value:
        return https_url(value)
    return f"/{safe_path(value[1:])}" if value.startswith("/") else safe_path(value)


def _unsafe(part: str) -> bool:
    return (
        _PATH_PART.fullmatch(part) is None
        or part.startswith(".")
        or part.endswith((".", " "))
        or part.partition(".")[0].lower() in _WINDOWS
    )


def _digits(value: str, length: int, code: str) -> str:
    bare = value.replace(" ", "")
    if len(bare) != length or not (bare.isascii() and bare.isdigit()):
        raise MisfitError(code, value=value[:40])
    return bare
