"""Proves an archive, or a published site, from its files alone: no book, no git, no network."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from facturier.actions.archive import FORMAT, MANIFEST
from facturier.actions.check import in_order
from facturier.actions.verify_sealed import Opened
from facturier.faults import Fault, Where, error, has_errors, info
from facturier.model.seal import Seal, Seals
from facturier.render.embedded import embedded_xml
from facturier.seal.canonical import sha256
from facturier.seal.chain import chain_faults
from facturier.seal.load import SUFFIX, load_seals, read_seal
from facturier.seal.proof import NAME, against_seals, pdf_faults, proof_faults, read_proof
from facturier.seal.prove import original_faults, signature_faults, source_faults

MAX_ENTRY = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesReport:
    """What was proved: `documents` of `portals` (an archive counts as none)."""

    documents: int = 0
    portals: int = 0
    manifest_sha256: str = ""
    faults: tuple[Fault, ...] = ()

    @property
    def proved(self) -> bool:
        """Whether every file is what it claims to be."""
        return not has_errors(self.faults)


def verify_archive(file: Path) -> FilesReport:
    """Prove every file of an archive against its manifest, and every document against its seal."""
    where = Where(file.name)
    try:
        files = _unpacked(file)
    except (OSError, zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError) as problem:
        return FilesReport(faults=(error("VER-017", where, problem=f"{type(problem).__name__}: {problem}"[:200]),))
    manifest = files.pop(MANIFEST, b"")
    listed = _manifest(manifest)
    if listed is None:
        return FilesReport(faults=(error("VER-019", Where(MANIFEST)),))
    faults = [*_listed(files, listed)]
    seals: dict[str, Seal] = {}
    for path in sorted(files):
        if path.endswith(SUFFIX):
            seal = read_seal(files[path], path)
            faults += [seal] if isinstance(seal, Fault) else _sealed(seal, files)
            if isinstance(seal, Seal):
                seals[seal.number] = seal
    faults += _chained(seals)
    return FilesReport(documents=len(seals), manifest_sha256=sha256(manifest), faults=in_order(faults))


def verify_published(
    site: Path, seals: Seals | None = None, *, sealed: Iterable[Opened | Fault] = (), plain: bool = True
) -> FilesReport:
    """Prove the portals of a site, or one portal, by the proofs they hold; with `seals` also against the book.

    `sealed` are portals that were opened, or why not (`verify_sealed`); `plain` looks at those that lie open too.
    """
    faults: list[Fault] = []
    documents = portals = 0
    found = [*(_plain_portals(site) if plain else ()), *sealed]
    for portal in found:
        if isinstance(portal, Fault):
            faults.append(portal)
            continue
        portals += 1
        count, wrong = _portal(portal, seals)
        documents += count
        faults += wrong
    if not documents and not has_errors(faults):
        faults.append(error("VER-014", Where(site.name)))
    return FilesReport(documents=documents, portals=portals, faults=in_order(faults))


def _plain_portals(site: Path) -> Iterator[Opened]:
    for file in sorted(site.rglob(NAME)):
        folder = file.parent
        names = [NAME, *(path.relative_to(folder).as_posix() for path in sorted(folder.glob("*/*")) if path.is_file())]
        files = {name: (folder / name).read_bytes() for name in names if name.endswith((NAME, ".pdf", "/index.html"))}
        yield Opened(name=folder.relative_to(site).as_posix(), files=files)


def _portal(portal: Opened, seals: Seals | None) -> tuple[int, list[Fault]]:
    """How many documents a portal proves, and what is wrong with it."""
    if portal.number:
        return _one_document(portal, seals or {})
    if NAME not in portal.files:
        return 0, []  # a client without issued documents
    name = _within(portal, NAME)
    proof = read_proof(portal.files[NAME], name)
    if isinstance(proof, Fault):
        return 0, [proof]
    faults = [*proof_faults(proof, name)]
    for one in proof.documents:
        faults += pdf_faults(one, portal.files.get(_pdf(one.number)), _within(portal, _pdf(one.number)))
        faults += _page_faults(portal, one.number, one.fingerprint)
    if seals is not None:
        faults += against_seals(proof, seals, name)
    return len(proof.documents), faults


def _one_document(portal: Opened, seals: Seals) -> tuple[int, list[Fault]]:
    """A link to one document opens no proof: it is held against the seal of the book, where there is one."""
    seal = seals.get(portal.number)
    if seal is None:
        return 0, [error("VER-025", Where(portal.name))]
    name = _pdf(seal.number)
    data = next((data for file, data in sorted(portal.files.items()) if file.endswith(f"{seal.number}.pdf")), b"")
    wrong = [] if sha256(data) == seal.original.sha256 else [error("VER-009", Where(name), number=seal.number)]
    return 1, [*wrong, *_page_faults(portal, seal.number, seal.fingerprint)]


def _page_faults(portal: Opened, number: str, fingerprint: str) -> Iterator[Fault]:
    page = portal.files.get(f"{number}/index.html")
    if page is not None and fingerprint.encode() not in page:
        yield error("VER-009", Where(_within(portal, f"{number}/index.html")), number=number)


def _pdf(number: str) -> str:
    return f"{number}/{number}.pdf"


def _within(portal: Opened, name: str) -> str:
    return PurePosixPath(portal.name, name).as_posix()


def seals_beside(root: Path) -> Seals | None:
    """Return the seals of the book at `root`, None when it holds none."""
    seals, _ = load_seals(root)
    return seals or None


def _unpacked(file: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    with zipfile.ZipFile(file) as packed:
        for entry in packed.infolist():
            if entry.filename in files or entry.file_size > MAX_ENTRY or entry.compress_type != zipfile.ZIP_STORED:
                raise ValueError(f"{entry.filename[:80]!r} stands twice, is too big, or is packed otherwise")
            files[entry.filename] = packed.read(entry)
    return files


def _manifest(data: bytes) -> Mapping[str, str] | None:
    try:
        made = json.loads(data)
    except (ValueError, RecursionError):
        return None
    listed = made.get("files") if isinstance(made, dict) and made.get("format") == FORMAT else None
    return listed if isinstance(listed, dict) else None


def _listed(files: Mapping[str, bytes], listed: Mapping[str, str]) -> Iterator[Fault]:
    for path in sorted(files.keys() | listed.keys()):
        if path not in listed:
            yield error("VER-018", Where(path))
        elif path not in files:
            yield error("VER-020", Where(path))
        elif sha256(files[path]) != listed[path]:
            yield error("VER-006", Where(path))


def _sealed(seal: Seal, files: Mapping[str, bytes]) -> Iterator[Fault]:
    yield from source_faults(seal, files.get(seal.content.source.file))
    pdf = files.get(seal.original_file)
    yield from original_faults(seal, pdf)
    yield from signature_faults(seal)
    xml = files.get(seal.original_file.removesuffix(".pdf") + ".xml")
    if pdf is not None and xml != embedded_xml(pdf):
        yield error("VER-006", Where(seal.original_file.removesuffix(".pdf") + ".xml"))


def _chained(seals: Seals) -> Iterator[Fault]:
    """Faults between the seals that are there; that others stand elsewhere is told once."""
    apart = {
        seal.file
        for seal in seals.values()
        if seal.chain.previous is not None and seal.chain.previous.number not in seals
    }
    yield from (fault for fault in chain_faults(seals) if fault.code != "SEAL-005" or fault.where.file not in apart)
    if apart:
        yield info("VER-015", Where(min(apart)), count=len(apart))
