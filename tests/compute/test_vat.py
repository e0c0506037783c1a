"""Who sells what to whom: the VAT word that the law leaves when nobody typed one, and the words that may be typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from facturier.compute.vat import choices, treatment, vatex
from facturier.compute.zones import relative, zone
from facturier.model.document import Nature
from facturier.model.party import Address, Client, ClientKind, Seller
from facturier.model.vat import Vat
from facturier.read.law import load_law

LAW, DAY = load_law(), date(2026, 11, 2)
HOME = Address(postcode="69001")


def seller(*, regime: str = "normal", number: str = "FR66999000011", postcode: str = "69001") -> Seller:
    return Seller(name="S", address=Address(postcode=postcode), vat_regime=regime, vat_number=number)


def client(
    kind: str, country: str = "FR", postcode: str = "75008", number: str = "", delivery: Address | None = None
) -> Client:
    address = Address(country=country, postcode=postcode)
    return Client(
        id="c", name="C", kind=ClientKind(kind), address=address, vat_number=number, delivery_address=delivery
    )


def derived(buyer: Client, nature: str, *, by: Seller | None = None, word: str = "", default: str = "20%") -> Vat:
    return treatment(
        seller=by or seller(), client=buyer, nature=Nature(nature), word=word, law=LAW, on=DAY, default=default
    )


BERLIN = client("business", "DE", "10115", "DE136695976")


@pytest.mark.parametrize(
    ("buyer", "goods", "services"),
    [
        (client("business"), "20%", "20%"),
        (client("public"), "20%", "20%"),
        (client("consumer"), "20%", "20%"),
        (client("business", "MC", "98000"), "20%", "20%"),
        (client("business", "FR", "98000"), "20%", "20%"),
        (BERLIN, "intra-community", "reverse-charge"),
        (client("public", "DE", "10115", "DE136695976"), "intra-community", "reverse-charge"),
        (client("business", "GR", "10431", "EL094259216"), "intra-community", "reverse-charge"),
        (client("business", "DE", "10115"), "20%", "20%"),
        (client("consumer", "DE", "10115"), "20%", "20%"),
        (client("business", "GB", "BT1 5GS", "XI123456789"), "intra-community", "outside-scope"),
        (client("business", "GB", "SW1A 1AA"), "export", "outside-scope"),
        (client("business", "CH", "1006"), "export", "outside-scope"),
        (client("business", "US", "02108"), "export", "outside-scope"),
        (client("consumer", "US", "02108"), "export", "20%"),
        (client("business", "ES", "35001", "ESB35000000"), "export", "outside-scope"),
        (client("business", "FR", "97110"), "export", "8.5%"),
        (client("consumer", "FR", "97110"), "export", "20%"),
        (client("business", "RE", "97400"), "export", "8.5%"),
        (client("business", "FR", "97300"), "export", "outside-scope"),
        (client("business", "FR", "97600"), "export", "outside-scope"),
        (client("business", "FR", "98800"), "export", "outside-scope"),
        (client("business", "FR", "97150"), "export", "outside-scope"),
        (client("business", "FR", "20000"), "20%", "20%"),
    ],
    ids=lambda value: (
        f"{value.kind.value}-{value.address.country}-{value.address.postcode}" if isinstance(value, Client) else value
    ),
)
def test_a_seller_of_the_mainland(buyer: Client, goods: str, services: str) -> None:
    assert (derived(buyer, "goods").word, derived(buyer, "services").word) == (goods, services)


@pytest.mark.parametrize("buyer", [client("business"), client("consumer"), client("business", "US", "02108")])
@pytest.mark.parametrize("nature", ["goods", "services"])
def test_the_franchise_never_charges_vat(buyer: Client, nature: str) -> None:
    vat = derived(buyer, nature, by=seller(regime="franchise", number=""))
    assert (vat.word, vat.category, vat.code) == ("franchise", "E", "VATEX-FR-FRANCHISE")
    assert vat.rate == 0


def test_the_franchise_reverse_charges_services_in_the_eu_with_a_vat_number() -> None:
    assert derived(BERLIN, "services", by=seller(regime="franchise")).word == "reverse-charge"


def test_overseas_sellers_charge_their_own_rates_at_home() -> None:
    assert derived(client("business", "FR", "97200"), "services", by=seller(postcode="97200")).word == "8.5%"
    assert derived(client("business", "FR", "97300"), "services", by=seller(postcode="97300")).word == "outside-scope"


def test_a_default_is_never_typed() -> None:
    assert derived(BERLIN, "services", default="5.5%").word == "reverse-charge"
    assert derived(client("business"), "services", default="5.5%").word == "5.5%"
    assert derived(client("business", "FR", "97110"), "services", default="20%").word == "8.5%"


def test_a_default_that_is_no_lawful_word_here_gives_the_standard_rate() -> None:
    assert derived(client("consumer"), "services", default="reverse-charge").word == "20%"


def test_an_exempt_activity_can_be_the_default() -> None:
    vat = derived(client("consumer"), "services", default="exempt: 261-4-4°")
    assert (vat.category, vat.code, vat.article) == ("E", "VATEX-FR-CGI261-4", "261-4-4°")


def test_only_what_the_program_chose_is_marked_as_derived() -> None:
    assert derived(BERLIN, "services").derived
    assert not derived(client("business"), "services").derived
    assert not derived(BERLIN, "services", word="reverse-charge").derived


def test_reverse_charge_is_told_apart_by_place() -> None:
    assert derived(client("business"), "services", word="reverse-charge").code == "VATEX-FR-AE"
    assert derived(BERLIN, "services", word="reverse-charge").code == "VATEX-EU-AE"


@pytest.mark.parametrize(
    ("word", "category", "code"),
    [
        ("5.5%", "S", ""),
        ("0%", "Z", ""),
        ("export", "G", "VATEX-EU-G"),
        ("intra-community", "K", "VATEX-EU-IC"),
        ("margin: second-hand", "E", "VATEX-EU-F"),
        ("margin: art", "E", "VATEX-EU-I"),
        ("margin: collection", "E", "VATEX-EU-J"),
        ("margin: travel", "E", "VATEX-EU-D"),
        ("outside-scope", "O", "VATEX-EU-O"),
    ],
)
def test_a_typed_word_is_taken_as_it_is(word: str, category: str, code: str) -> None:
    vat = derived(client("business"), "goods", word=word)
    assert (vat.word, vat.category, vat.code) == (word, category, code)


def test_goods_follow_their_delivery() -> None:
    sent_home = client("business", "DE", "10115", "DE136695976", HOME)
    assert derived(sent_home, "goods").word == "20%"
    assert derived(sent_home, "services").word == "reverse-charge"


def test_work_done_in_france_may_bear_french_vat() -> None:
    abroad, here = BERLIN, client("business", "DE", "10115", "DE136695976", HOME)
    permitted = []
    for buyer in (abroad, here):
        choice = choices(seller=seller(), client=buyer, nature=Nature.SERVICES, law=LAW, on=DAY)
        permitted.append(choice is not None and choice.permits("20%"))
    assert permitted == [False, True]


def test_corsica_adds_its_rates() -> None:
    choice = choices(seller=seller(), client=client("consumer", "FR", "20000"), nature=Nature.GOODS, law=LAW, on=DAY)
    assert choice is not None
    assert Decimal("0.9") in (choice.rates or ())


def test_rates_are_those_of_the_day() -> None:
    choice = choices(seller=seller(), client=client("consumer"), nature=Nature.GOODS, law=LAW, on=date(2013, 6, 1))
    assert choice is not None
    assert (choice.rates or ())[0] == Decimal("19.6")


@pytest.mark.parametrize(
    ("article", "code"),
    [
        ("261-4-4°", "VATEX-FR-CGI261-4"),
        ("261 C 1°", "VATEX-FR-CGI261C-1"),
        ("261 D 1° bis", "VATEX-FR-CGI261D-1BIS"),
        ("275", "VATEX-FR-CGI275"),
        ("261 D", ""),
    ],
)
def test_the_code_of_an_article(article: str, code: str) -> None:
    assert vatex(article, LAW) == code


@pytest.mark.parametrize(
    ("country", "postcode", "expected"),
    [
        ("FR", "01000", "FR_METRO"),
        ("FR", "20200", "CORSE"),
        ("FR", "97133", "COM"),
        ("FR", "97160", "DROM_VAT"),
        ("GP", "97110", "DROM_VAT"),
        ("FR", "98000", "MONACO"),
        ("XI", "", "NORTHERN_IRELAND"),
        ("DE", "78266", "NON_EU"),
        ("IT", "23041", "NON_EU"),
        ("LI", "9490", "NON_EU"),
    ],
)
def test_the_zone_of_an_address(country: str, postcode: str, expected: str) -> None:
    assert zone(Address(country=country, postcode=postcode), LAW) == expected


def test_mainland_corsica_and_monaco_are_one_market() -> None:
    assert {relative("FR_METRO", other) for other in ("FR_METRO", "CORSE", "MONACO")} == {"HOME"}
