"""Turns the portals of all clients into one site: written beside the published one, inspected, then swapped in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from facturier.compute.statement import account_parts
from facturier.faults import Fault, Where, error, has_errors
from facturier.model.book import Book
from facturier.model.portal import Portal
from facturier.model.seal import Seal
from facturier.model.settings import PortalSettings
from facturier.model.totals import Totals
from facturier.publish import layout
from facturier.publish.gate import Known, gate
from facturier.publish.headers import published as published_headers
from facturier.publish.needles import common_words, texts_in
from facturier.publish.originals import AccountPrint, Drawing, Drawn, Original, as_issued, draw_all
from facturier.publish.pages import PageBuildError, write_pages, write_portal
from facturier.publish.progress import Reporter
from facturier.publish.sealed.doors import Doors
from facturier.publish.sealed.kept import Kept
from facturier.publish.sealed.site import contents_of, put_behind_doors, sealed_faults
from facturier.publish.sealed.vault import Contents
from facturier.publish.store import Store, digest_of_files, key_of, write
from facturier.publish.swap import OutputBusyError, OutputForeignError, locked, recover, refuse_foreign, staging, swap
from facturier.render.einvoice import gather, offers_xml
from facturier.render.embedded import embedded_xml
from facturier.render.facturx import factur_x
from facturier.render.html.assets import SiteAssets, site_assets
from facturier.render.html.pages import missing_page, root_page, thanks_pages
from facturier.render.html.statement import statement_file
from facturier.render.pdf.account import Account
from facturier.seal.proof import NAME as PROOF
from facturier.seal.proof import client_proof, proof_bytes

_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, kw_only=True)
class Site:
    """What a site of `today` is made from. `portal_of` makes one client's portal; `tokens` are by client id.

    `root` is the book's folder; `store` keeps finished files between builds; `made_by` names the version of all that
    makes them (`program_digest`); `secrets` are texts that must never appear.
    """

    book: Book
    root: Path
    theme: Path
    tokens: Mapping[str, str]
    portal_of: Callable[[str], Portal]
    totals: Mapping[str, Totals]
    today: date
    store: Store
    made_by: str
    secrets: tuple[str, ...] = ()
    kept: Callable[[Seal], bytes | None] | None = None  # the originals of issued documents
    doors: Mapping[str, Doors] = field(default_factory=dict)  # by client id; without: plain at its token

    @cached_property
    def assets(self) -> SiteAssets:
        """The files that all portals share."""
        return assets_of(self.book, self.root, self.theme)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a build did. `faults` with an error: nothing was published."""

    faults: tuple[Fault, ...] = ()
    portals: int = 0
    pages: int = 0
    built: int = 0  # portals whose pages were built, not taken from the store
    originals: int = 0
    drawn: int = 0  # originals that were drawn, not taken from the store


def build_site(site: Site, out: Path, *, executor: Executor, reporter: Reporter) -> Published:
    """Build, inspect and publish. Every problem is a fault in the result; a site already published stays as it is."""
    where = Where(file=out.name)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with locked(out):
            recover(out)
            refuse_foreign(out, layout.ROOT_NAMES)
            return _build(site, out, executor, reporter)
    except OutputBusyError:
        return Published(faults=(error("PUB-002", where),))
    except OutputForeignError as foreign:
        return Published(faults=(error("PUB-003", where, folder=out.name, name=foreign.name),))
    except OSError as problem:
        return Published(faults=(error("PUB-005", where, problem=f"{problem.strerror}: {problem.filename or out}"),))


def _build(site: Site, out: Path, executor: Executor, reporter: Reporter) -> Published:
    new = staging(out)
    try:
        result = _written(site, new, executor, reporter)
        if not has_errors(result.faults):
            reporter.stage("swap")
            swap(new, out)
            site.store.sweep()
    finally:
        recover(out)
    return result


def _written(site: Site, new: Path, executor: Executor, reporter: Reporter) -> Published:
    """Write everything below `new` and inspect it."""
    _write_root(site, new)
    writer = _Writer(site, new, reporter)
    reporter.stage("portals", len(site.tokens) + len(site.book.documents))
    drawings = draw_all(
        writer.portals(),
        theme=site.theme,
        made_by=site.made_by,
        store=site.store,
        executor=executor,
        reporter=reporter,
        kept=site.kept,
    )
    for drawn in drawings:
        writer.keep(drawn)
    if not writer.faults:
        reporter.stage("gate")
        writer.faults += gate(new, _known(site, new))
    result = writer.result()
    return result if has_errors(result.faults) else replace(result, faults=result.faults + writer.close_doors())


class _Writer:
    """Writes one portal after the other while workers draw, and counts."""

    def __init__(self, site: Site, new: Path, reporter: Reporter) -> None:
        self.site, self.new, self.reporter = site, new, reporter
        self.faults: list[Fault] = []
        self.built = self.originals = self.drawn = 0
        self.contents: dict[str, Contents] = {}

    def portals(self) -> Iterator[Drawing]:
        """Write the pages and files of each client; yield the originals and statements it needs."""
        for client_id, token in sorted(self.site.tokens.items()):
            portal, folder = self.site.portal_of(client_id), layout.client_folder(token)
            try:
                self.built += _write_client(self.site, portal, self.new / folder)
            except PageBuildError as problem:
                self.faults.append(error("PUB-007", Where(file=portal.client.file), problem=str(problem)))
                continue
            self.contents[client_id] = contents_of(portal)
            self.reporter.advance()
            for original in originals_of(self.site.book, self.site.root, portal, folder):
                self.originals += 1
                yield original
            yield from account_prints(self.site.root, portal, folder)

    def keep(self, made: Drawn) -> None:
        """Write a finished original, or note why there is none."""
        self.drawn += isinstance(made.original, Original) and not made.reused
        self.faults += made.faults
        if made.problem:
            self.faults.append(_not_drawn(made))
        else:
            write(self.new / made.original.target, made.data)
            self._offer_xml(made)

    def _offer_xml(self, made: Drawn) -> None:
        """Write the XML that is inside an original beside it."""
        original, store = made.original, self.site.store
        if not isinstance(original, Original) or not offers_xml(original.shown, preview=original.preview):
            return
        key = key_of("xml-2", self.site.made_by, made.data, original.shown)  # equal PDFs without XML may differ in it
        data = store.get(key)
        if data is None:
            data = embedded_xml(made.data) or factur_x(gather(original.shown))
            store.put(key, data)
        write((self.new / original.target).with_suffix(".xml"), data)

    def close_doors(self) -> tuple[Fault, ...]:
        """Seal what is to be sealed, after the gate has read it; return what is readable although it must not be."""
        from facturier.publish.sealed.shells import shells_of

        site = self.site
        if not site.doors:
            return ()
        self.reporter.stage("seal", len(site.doors))
        settings = site.book.settings
        shells = shells_of(
            site.book.seller,
            language=settings.language,
            assets=site.assets,
            theme=site.theme,
            form=settings.portal.form,
        )
        kept = Kept(store=site.store, made_by=site.made_by)
        for client_id, doors in sorted(site.doors.items()):
            put_behind_doors(self.new, doors, self.contents[client_id], shells, kept)
            self.reporter.advance()
        return tuple(sealed_faults(self.new, site.doors, shells))

    def result(self) -> Published:
        """What was done."""
        return Published(
            faults=tuple(sorted(self.faults, key=lambda fault: (fault.where, fault.code, fault.values))),
            portals=len(self.site.tokens),
            pages=sum(1 for _ in self.new.rglob("*.html")),
            built=self.built,
            originals=self.originals,
            drawn=self.drawn,
        )


def _write_root(site: Site, new: Path) -> None:
    settings = site.book.settings
    base = urlsplit(settings.portal.url).path or "/"
    language, assets = settings.language, site.assets
    specs = (
        root_page(site.book.seller, language=language, assets=assets),
        missing_page(language=language, assets=assets, base=base if base.endswith("/") else f"{base}/"),
    )
    write_pages(specs, new, language=language, theme=site.theme)
    for spec in thanks_pages(assets=assets) if settings.stripe else ():
        write_pages((spec,), new / layout.thanks_folder(spec.language), language=spec.language, theme=site.theme)
    write(new / "robots.txt", layout.ROBOTS)
    for name, content in published_headers(settings.portal).items():
        write(new / name, content)
    for name, content in assets.files:
        write(new / name, content)


def _write_client(site: Site, portal: Portal, folder: Path) -> bool:
    built = write_portal(portal, folder, assets=site.assets, theme=site.theme, made_by=site.made_by, store=site.store)
    for file in portal.files:
        write(folder / layout.offered_file(file.name), (site.root / file.file).read_bytes())
    own = [site.book.seals.get(shown.document.number) for shown in portal.documents]
    proof = client_proof(seal for seal in own if seal is not None)
    if proof.documents:
        write(folder / PROOF, proof_bytes(proof))
    return built


def assets_of(book: Book | None, root: Path, theme: Path) -> SiteAssets:
    """Return the files that all portals share; those of the theme alone when there is no usable book."""
    if book is None:
        return site_assets(color=PortalSettings().color, theme=theme)
    logo = book.seller.logo
    held = (logo, (root / logo).read_bytes()) if logo else None
    return site_assets(color=book.settings.portal.color, logo=held, theme=theme)


def originals_of(book: Book, root: Path, portal: Portal, folder: str) -> Iterator[Original]:
    """Yield the PDFs of a portal, to be drawn below `folder` of the site."""
    for shown in portal.documents:
        name = shown.document.number or shown.document.key.replace("/", "-")
        seal = book.seals.get(shown.document.number)
        wanted = [path for path in (shown.document.seller.logo, *shown.document.attachments) if path and not seal]
        yield Original(
            shown=as_issued(shown, book.settings),
            color=portal.color,
            files={path: (root / path).read_bytes() for path in wanted},
            target=f"{folder}/{layout.document_pdf_path(name)}",
            preview=portal.preview,
            seal=seal,
        )


def account_prints(root: Path, portal: Portal, folder: str) -> Iterator[AccountPrint]:
    """Yield the statements of a portal, to be printed below `folder` of the site in the client's own language."""
    legal = next((item.mentions for item in portal.documents if not item.document.is_draft), ())
    logo = portal.seller.logo
    files = {logo: (root / logo).read_bytes()} if logo else {}
    for year, parts in account_parts(portal.statements):
        account = Account(
            seller=portal.seller,
            client=portal.client,
            language=portal.language,
            year=year,
            parts=parts,
            legal=tuple(mention.text for mention in legal if mention.place == "seller"),
            preview=portal.preview,
        )
        target = f"{folder}/{statement_file(year, 'pdf')}"
        yield AccountPrint(account=account, color=portal.color, files=files, target=target)


def _not_drawn(made: Drawn) -> Fault:
    original = made.original
    return error("PUB-006", Where(file=original.file), number=original.name, problem=made.problem)


def _known(site: Site, new: Path) -> Known:
    theme_texts = [
        file.read_text("utf-8")
        for folder in ("words", "portal", "parts", "styles", "scripts", "document")
        for file in sorted((site.theme / folder).rglob("*"))
        if file.suffix in {".toml", ".html", ".css", ".js", ".j2"}
    ]
    return Known(
        book=site.book,
        tokens=site.tokens,
        totals=site.totals,
        today=site.today,
        common=common_words([*texts_in(site.book.seller), *texts_in(site.book.law.sentences), *theme_texts]),
        assets=dict(site.assets.files),
        secrets=site.secrets,
        keys=tuple(key for doors in site.doors.values() for door in doors.all for key in door.keys),
        paths=tuple(str(path) for path in (site.root.resolve(), new, site.theme, _PACKAGE) if len(path.parts) > 2),
        store=site.store,
    )


def program_digest(theme: Path) -> str:
    """Return a digest of the code, the theme and the libraries that draw: another version makes everything again."""
    from importlib.metadata import version

    libraries = ("weasyprint", "pydyf", "jinja2", "babel", "segno", "mkdocs", "nh3", "markdown", "pikepdf")
    return " ".join([digest_of_files([_PACKAGE, theme]), *(version(name) for name in libraries)])
