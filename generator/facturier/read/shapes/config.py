"""The shape of facturier.yaml: the seller, defaults and policies."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from facturier.read.scalar_types import (
    Amount,
    Bic,
    Color,
    Country,
    Currency,
    Email,
    Euros,
    FormatVersion,
    HostName,
    Iban,
    Language,
    LinkLife,
    Mailbox,
    NumberPattern,
    OneOf,
    Originals,
    Phone,
    SafePath,
    Siren,
    Siret,
    Text,
    Title,
    Url,
    UrlTemplate,
    VatNumber,
    VatWord,
)
from facturier.read.shapes.base import AcceptList, Shape
from facturier.read.shapes.terms import RemindersShape, TermsShape

Access = Annotated[str, OneOf("sealed-link", "sealed-link+passcode", "open-link")]
_FORMS = "EI EURL SARL SASU SAS SA SNC SCI SCP SELARL SELAS SCOP SCIC GIE association foreign"
LEGAL_FORMS = tuple(_FORMS.split())
_DATES = "DD/MM/YYYY DD/MM/YY DD.MM.YYYY DD.MM.YY DD-MM-YYYY YYYY-MM-DD YYYY/MM/DD YYYYMMDD MM/DD/YYYY"
DATE_FORMATS = tuple(_DATES.split())
ENCODINGS = ("utf-8", "utf-16", "windows-1252", "iso-8859-15")
SECTORS = ("building", "transport", "perishable-food", "livestock", "alcohol", "lawyers-authors-artists")


class AddressShape(Shape):
    """A postal address."""

    lines: list[Text] | None = Field(None, description="Street lines.", examples=[["12 rue Sainte-Marie"]])
    postcode: Text | None = Field(None, description="Postcode as text: `01000` keeps its zero.", examples=["01000"])
    city: Text | None = Field(None, description="City.", examples=["Bourg-en-Bresse"])
    region: Text | None = Field(None, description="State, province or region.", examples=["Massachusetts"])
    country: Country = Field("FR", description="Country, ISO 3166-1 alpha-2.", examples=["FR"])


class ContactShape(Shape):
    """A person or desk."""

    name: Text | None = Field(None, description="Name of the person or desk.", examples=["Service comptable"])
    email: Email | None = Field(None, description="Mail address.")
    phone: Phone | None = Field(None, description="Telephone.")
    role: Text | None = Field(None, description="What for, e.g. `billing`.", examples=["billing"])


class BankShape(Shape):
    """The account transfers go to."""

    holder: Text | None = Field(
        None,
        description="Account holder; the seller's name when left out.",
        examples=["Atelier Lumen"],
    )
    iban: Iban = Field(description="IBAN, spaces allowed.")
    bic: Bic | None = Field(None, description="BIC, 8 or 11 characters.")
    replaces: Iban | None = Field(None, description="The IBAN before this one: says that the change is meant.")


class InsuranceShape(Shape):
    """Compulsory trade insurance."""

    insurer: Title = Field(description="Insurer.", examples=["Assurances Exemple"])
    contact: Title | None = Field(
        None,
        description="How to reach the insurer.",
        examples=["1 rue de l'Exemple, 75001 Paris"],
    )
    area: Title | None = Field(None, description="Where the cover holds.", examples=["France"])


class SellerShape(Shape):
    """The business that issues the documents."""

    name: Text = Field(description="Legal name (a sole trader: first and last name).", examples=["Atelier Lumen"])
    trade_name: Text | None = Field(None, description="Trade name, when it differs.", examples=["Lumen"])
    legal_form: Annotated[str, OneOf(*LEGAL_FORMS)] | None = Field(None, description="Legal form.")
    capital: Euros | None = Field(None, description="Share capital in EUR.")
    registry: Text | None = Field(None, description="Register and its city.", examples=["RCS Bourg-en-Bresse"])
    siren: Siren | None = Field(None, description="SIREN, nine digits.")
    siret: Siret | None = Field(None, description="SIRET, fourteen digits.")
    vat_number: VatNumber | None = Field(None, description="VAT number; derived from the SIREN when left out.")
    vat_regime: Annotated[str, OneOf("normal", "franchise")] = Field(
        "normal", description="`franchise`: no VAT anywhere (CGI art. 293 B)."
    )
    vat_due: Annotated[str, OneOf("payment", "debits")] = Field("payment", description="When VAT on services is due.")
    size: Annotated[str, OneOf("micro", "PME", "ETI", "GE")] = Field(
        "micro", description="Size of the business: sets the dates of the e-invoicing reform."
    )
    address: AddressShape = Field(description="Registered address.")
    contact: ContactShape | None = Field(None, description="Whom a client writes to.")
    bank: BankShape | None = Field(None, description="Bank account for transfers.")
    logo: SafePath | None = Field(None, description="Logo inside the book: PNG, JPEG or a plain SVG.")
    mediator: Title | None = Field(
        None,
        description="Consumer mediator: name, address, site.",
        examples=["Médiateur Exemple, 1 rue de l'Exemple, 75001 Paris, mediateur.example"],
    )
    insurance: InsuranceShape | None = Field(None, description="Compulsory trade insurance.")
    sector: Annotated[str, OneOf(*SECTORS)] | None = Field(None, description="Trade with rules of its own.")
    platform: Text | None = Field(None, description="Approved e-invoicing platform.", examples=["Plateforme Exemple"])


class NumberingShape(Shape):
    """How numbers are made: one pattern per series."""

    invoice: NumberPattern | None = Field(None, description="Invoices; also deposits, correctives and self-billed.")
    credit_note: NumberPattern | None = Field(None, alias="credit-note", description="Credit notes.")
    quote: NumberPattern | None = Field(None, description="Quotes.")
    proforma: NumberPattern | None = Field(None, description="Proformas: their own series, no invoice.")
    deposit: NumberPattern | None = Field(None, description="Deposit invoices, when they have their own series.")
    corrective: NumberPattern | None = Field(None, description="Corrective invoices, when they have their own series.")
    self_billed: NumberPattern | None = Field(
        None, alias="self-billed", description="Self-billed, with its own series."
    )


class DefaultsShape(Shape):
    """What holds unless a client, a document or a line says otherwise."""

    currency: Currency | None = Field(None, description="Currency, ISO 4217.")
    language: Language | None = Field(None, description="Language of documents and portal.")
    vat: VatWord | None = Field(None, description="VAT where the law leaves a choice.", examples=["20%"])
    prices: Annotated[str, OneOf("net", "gross")] | None = Field(None, description="Whether typed prices include VAT.")
    nature: Annotated[str, OneOf("goods", "services")] | None = Field(None, description="Goods or services.")
    terms: TermsShape | None = Field(None, description="Terms of payment.")
    pay: list[Text] | None = Field(
        None,
        description="How one can pay: `bank`, `stripe`, labels of payments.links.",
        examples=[["bank", "stripe"]],
    )


class StripeShape(Shape):
    """Stripe; the keys come from the environment, never from a file."""

    mode: Annotated[str, OneOf("test", "live")] = Field("test", description="Test or live.")
    methods: list[
        Annotated[str, OneOf("card", "sepa_debit", "customer_balance", "link", "paypal", "bancontact", "ideal")]
    ] = Field(["card"], description="Payment methods offered.")
    account: Text | None = Field(
        None, description="The account (`acct_…`); naming another one makes new links.", examples=["acct_1ExampLe"]
    )
    host: HostName | None = Field(None, description="Your own domain for payment pages, when you set one up there.")


class PayLinkShape(Shape):
    """Another payment provider: a plain address."""

    label: Text = Field(description="What the button says.", examples=["PayPal"])
    url: UrlTemplate = Field(description="Address with `{number}`, `{amount}`, `{currency}`.")


class PaymentsShape(Shape):
    """Ways to pay besides the bank."""

    stripe: StripeShape | None = Field(None, description="Stripe.")
    links: list[PayLinkShape] | None = Field(None, description="Other providers.")


class BrandShape(Shape):
    """Look of portal and documents."""

    color: Color = Field(description="Accent colour, `#rrggbb`.")


class PortalShape(Shape):
    """Where and how portals are published."""

    url: Url | None = Field(None, description="Public address of all portals.")
    access: Access | None = Field(None, description="How a portal is opened.")
    link_life: LinkLife | None = Field(None, description="How long links live: `none` or a duration.")
    brand: BrandShape | None = Field(None, description="Look.")
    languages: list[Language] | None = Field(
        None, description="Languages of the pages besides the client's own; the seller's when left out."
    )
    form: Url | None = Field(None, description="Form endpoint for questions and disputes; e-mail when left out.")
    checked_files: list[Text] | None = Field(
        None,
        description="Files offered in portals that you read through: what they say of other clients is meant.",
        examples=[["clients/acme/references.pdf"]],
    )


class MailShape(Shape):
    """Mail; the server comes from the environment."""

    from_: Mailbox = Field(alias="from", description="Sender.")


class CsvMapShape(Shape):
    """The columns of a bank's CSV export, by the words of its header row; by number where it has none."""

    name: Text = Field(description="What you call it.", examples=["my-bank"])
    account: Iban = Field(description="IBAN of the account, which a CSV file does not tell.")
    header: Annotated[str, OneOf("words", "none")] = Field(
        "words", description="`none` when the export has no header row: columns are then numbered from 1."
    )
    date: Text = Field(description="Column of the day of booking.", examples=["Date"])
    date_format: Annotated[str, OneOf(*DATE_FORMATS)] = Field("DD/MM/YYYY", description="How days are written.")
    amount: Text | None = Field(
        None,
        description="Column of the signed amount; else `debit` and `credit`.",
        examples=["Montant"],
    )
    debit: Text | None = Field(None, description="Column of money that went out.", examples=["Débit"])
    credit: Text | None = Field(None, description="Column of money that came in.", examples=["Crédit"])
    text: list[Text] | None = Field(
        None,
        description="Columns of the text, in the order of reading.",
        examples=[["Libellé", "Détail"]],
    )
    payer: Text | None = Field(None, description="Column of who paid.", examples=["Nom"])
    payer_iban: Text | None = Field(None, description="Column of the payer's IBAN.", examples=["IBAN du tiers"])
    reference: Text | None = Field(
        None,
        description="Column of the bank's own reference, different for each line.",
        examples=["Référence"],
    )
    currency: Currency = Field("EUR", description="Currency of the account.")
    currency_column: Text | None = Field(None, description="Column of the currency.", examples=["Devise"])
    decimal: Annotated[str, OneOf("comma", "point")] = Field("comma", description="What stands before the cents.")
    delimiter: Annotated[str, OneOf("semicolon", "comma", "tab", "bar")] | None = Field(
        None, description="What stands between columns; found out when left out."
    )
    encoding: Annotated[str, OneOf(*ENCODINGS)] | None = Field(
        None, description="How letters are written; UTF-8, else Windows-1252, when left out."
    )


class BankStatementsShape(Shape):
    """How bank statements are read (`facturier reconcile`)."""

    tolerance: Amount | None = Field(None, description="What banks may keep of a transfer.", examples=["0.05"])
    accounts: list[Iban] | None = Field(None, description="Other accounts of the business.")
    csv: list[CsvMapShape] | None = Field(None, description="CSV exports: one map for each bank.")


class ConfigShape(Shape):
    """facturier.yaml: the one config file."""

    version: FormatVersion | None = Field(None, description="The format of the files; `facturier upgrade` raises it.")
    seller: SellerShape = Field(description="Who issues the documents.")
    numbering: NumberingShape | None = Field(None, description="How numbers are made.")
    defaults: DefaultsShape | None = Field(None, description="What holds unless said otherwise.")
    payments: PaymentsShape | None = Field(None, description="Ways to pay besides the bank.")
    bank_statements: BankStatementsShape | None = Field(None, description="How bank statements are read.")
    reminders: RemindersShape | None = Field(None, description="When unpaid documents are followed up.")
    portal: PortalShape | None = Field(None, description="Where and how portals are published.")
    mail: MailShape | None = Field(None, description="Mail.")
    originals: Originals | None = Field(
        None,
        description="Where issued PDFs are kept: `git`, a directory, or the address of an object store (`s3://…`).",
    )
    accept: AcceptList | None = Field(
        None, description="Warnings about this file and all documents that were looked at and accepted."
    )
