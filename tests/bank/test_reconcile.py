"""Which document a bank line pays, how sure that is, and why."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bank.lines import DAY, claim, each_once, keyed, line, matched, only, recorded

from facturier.compute.payment import creditor_reference
from facturier.model.bank import Confidence, RecordedMoney, StatementFormat

REFERENCE = creditor_reference("F2026-0001")
OPEN = claim(references=(REFERENCE,))
SECOND = claim("F2026-0002", "300.00", references=(creditor_reference("F2026-0002"),))


def test_a_structured_reference_with_the_amount_is_exact() -> None:
    paid = line("1200.00", creditor_references=(REFERENCE,))
    assert only([paid], [SECOND, OPEN]) == ("exact", "reference", {"F2026-0001": "1200.00"})


@pytest.mark.parametrize(
    "text", [REFERENCE, f"VIR ACME {REFERENCE[:4]} {REFERENCE[4:8]} {REFERENCE[8:]}", REFERENCE.lower()]
)
def test_a_reference_in_the_text_is_exact(text: str) -> None:
    assert only([line("1200.00", text)], [OPEN])[:2] == ("exact", "reference")


@pytest.mark.parametrize(
    "text",
    [
        "F2026-0001",
        "facture f2026-0001.",
        "INV F2026 0001 THANK YOU",
        "F20260001",
        "F2026/0001",
        "Rechnung Nr. F 2026-0001 vom 01.10.",
        "F2026-0001F2026-0077",
    ],
)
def test_the_number_as_people_type_it_is_exact(text: str) -> None:
    assert only([line("1200.00", text)], [claim()]) == ("exact", "number", {"F2026-0001": "1200.00"})


@pytest.mark.parametrize("text", ["F2026-00011", "AF2026-0001", "F2026-001", "2026-0001", "F2025-0001"])
def test_another_number_is_not_taken_for_it(text: str) -> None:
    assert only([line("1200.00", text)], [claim()]) == ("possible", "amount", {"F2026-0001": "1200.00"})


def test_a_number_that_the_bank_broke_is_not_sure() -> None:
    assert only([line("1200.00", "FACT F2026-00 01")], [claim()])[:2] == ("likely", "unsure-number")


def test_a_number_that_may_be_the_beginning_of_a_broken_one_is_not_sure() -> None:
    confidence, _, _ = only([line("1200.00", "F2026-0001 2")], [claim(), claim("F2026-00012", "1200.00")])
    assert confidence == "likely"


def test_a_short_number_is_not_sure() -> None:
    assert only([line("1200.00", "merci 42")], [claim("42", numbers=("42",))])[:2] == ("likely", "unsure-number")


def test_the_number_of_a_replaced_invoice_pays_its_corrective() -> None:
    corrective = claim("F2026-0009", numbers=("F2026-0009", "F2026-0001"))
    assert only([line("1200.00", "F2026-0001")], [corrective]) == ("exact", "number", {"F2026-0009": "1200.00"})


def test_one_transfer_for_several_documents_is_exact_when_it_is_their_sum() -> None:
    found = only([line("1500.00", "F2026-0001 + F2026-0002")], [OPEN, SECOND])
    assert found == ("exact", "several", {"F2026-0001": "1200.00", "F2026-0002": "300.00"})


def test_less_than_the_sum_pays_the_oldest_first_and_asks() -> None:
    found = only([line("1300.00", "F2026-0001 + F2026-0002")], [SECOND, OPEN])
    assert found == ("likely", "part", {"F2026-0001": "1200.00", "F2026-0002": "100.00"})


def test_a_partial_payment_is_likely() -> None:
    assert only([line("500.00", REFERENCE)], [OPEN]) == ("likely", "part", {"F2026-0001": "500.00"})


def test_the_next_instalment_is_exact() -> None:
    planned = claim(expected=(Decimal("1200.00"), Decimal("600.00")))
    assert only([line("600.00", "F2026-0001")], [planned])[0] == "exact"


def test_two_instalments_of_the_same_amount_are_two_payments() -> None:
    planned = claim(expected=(Decimal("1200.00"), Decimal("600.00")))
    first, second = line("600.00", "F2026-0001"), line("600.00", "F2026-0001", date=date(2026, 11, 18))
    assert [one.confidence.value for one in matched([first, second], [planned])] == ["exact", "exact"]


def test_a_third_one_is_paid_twice() -> None:
    planned = claim(expected=(Decimal("1200.00"), Decimal("600.00")))
    days = (DAY, date(2026, 11, 18), date(2026, 11, 19))
    found = matched([line("600.00", "F2026-0001", date=day, reference=str(day)) for day in days], [planned])
    assert [(one.confidence.value, one.reason.value) for one in found][2] == ("likely", "settled")


def test_more_than_what_is_open_is_asked() -> None:
    assert only([line("1250.00", REFERENCE)], [OPEN]) == ("likely", "too-much", {"F2026-0001": "1250.00"})


def test_more_than_the_one_named_may_pay_another_of_the_same_client() -> None:
    found = only([line("1500.00", "F2026-0001")], [OPEN, SECOND])
    assert found == ("likely", "sum-and-payer", {"F2026-0001": "1200.00", "F2026-0002": "300.00"})


def test_what_was_paid_before_the_day_of_issue_is_asked() -> None:
    assert only([line("1200.00", "F2026-0001")], [claim(date=date(2026, 11, 5))])[:2] == ("likely", "before-issue")


def test_what_is_paid_already_is_asked() -> None:
    assert only([line("1200.00", "F2026-0001")], [claim(amount="0.00")])[:2] == ("likely", "settled")


def test_a_bank_may_keep_the_declared_cents() -> None:
    (found,) = matched([line("1199.95", "F2026-0001")], [claim()], tolerance="0.05")
    assert (found.confidence, found.reason.value) == (Confidence.EXACT, "fees")
    assert [(one.amount, one.fee) for one in found.shares] == [(Decimal("1200.00"), Decimal("0.05"))]


def test_it_may_keep_no_more() -> None:
    assert only([line("1199.94", "F2026-0001")], [claim()], tolerance="0.05")[:2] == ("likely", "part")


def test_the_early_discount_in_time() -> None:
    offered = claim(early=Decimal("1176.00"), early_until=DAY)
    assert only([line("1176.00", "F2026-0001")], [offered])[:2] == ("exact", "early")


def test_the_early_discount_too_late() -> None:
    offered = claim(early=Decimal("1176.00"), early_until=date(2026, 11, 3))
    assert only([line("1176.00", "F2026-0001")], [offered])[:2] == ("likely", "part")


@pytest.mark.parametrize("payer", ["ACME FRANCE", "Acme-France S.A.S.", "ACME FRANCE SAS COMPTABILITE", "ACME FRAN"])
def test_amount_and_payer_are_likely(payer: str) -> None:
    assert only([line("1200.00", payer=payer)], [claim()])[:2] == ("likely", "amount-and-payer")


@pytest.mark.parametrize("payer", ["FRANCE TRAVAIL", "ACNE FRANCE", "M DE LA SA", ""])
def test_another_payer_is_not_the_client(payer: str) -> None:
    assert only([line("1200.00", payer=payer)], [claim()])[:2] == ("possible", "amount")


def test_a_payer_with_accents_and_a_cut_name() -> None:
    bakery = claim(names=("Boulangerie Léon & Filles",))
    assert only([line("1200.00", payer="BOULANGERIE LEON ET FIL")], [bakery])[1] == "amount-and-payer"
    assert only([line("1200.00", "VIR SEPA BOULANGERIE LEON ET FILLES")], [bakery])[1] == "amount-and-payer"


def test_two_documents_of_one_amount_are_a_choice() -> None:
    (found,) = matched([line("1200.00", payer="ACME FRANCE")], [claim(), claim("F2026-0002")])
    assert (found.confidence, found.others) == (Confidence.POSSIBLE, ("F2026-0002",))


def test_the_only_sum_of_a_client_is_likely() -> None:
    claims = [claim(), claim("F2026-0002", "300.00"), claim("F2026-0003", "77.00")]
    found = only([line("377.00", payer="ACME FRANCE")], claims)
    assert found == ("likely", "sum-and-payer", {"F2026-0002": "300.00", "F2026-0003": "77.00"})


def test_a_payer_alone_is_possible_oldest_first() -> None:
    found = only([line("1250.00", payer="ACME FRANCE")], [claim(), claim("F2026-0002", "300.00")])
    assert found == ("possible", "payer", {"F2026-0001": "1200.00", "F2026-0002": "50.00"})


def test_the_buyers_order_with_the_amount_is_likely() -> None:
    ordered = claim(orders=("BC-7781",))
    assert only([line("1200.00", "commande BC 7781")], [ordered])[:2] == ("likely", "order")


def test_an_unknown_payer_is_nothing() -> None:
    assert only([line("42.00", "cadeau", payer="TANTE JEANNE")], [claim()]) == ("none", "unknown", {})


def test_a_payout_is_nobodys_payment() -> None:
    assert only([line("1200.00", "STRIPE PAYMENTS UK", payer="STRIPE")], [claim()]) == ("none", "payout", {})


def test_another_currency_is_asked() -> None:
    dollars = claim(currency="USD")
    assert only([line("1100.00", "F2026-0001")], [dollars]) == ("likely", "other-currency", {"F2026-0001": "1200.00"})


def test_money_that_goes_out_is_no_matter() -> None:
    assert only([line("-300.00", "LOYER")], [claim()]) == ("none", "outgoing", {})


def test_a_refund_that_names_a_paid_document_is_likely() -> None:
    paid = claim(amount="0.00", paid=Decimal("1200.00"))
    assert only([line("-100.00", "remboursement F2026-0001")], [paid]) == ("likely", "refund", {"F2026-0001": "100.00"})


def test_a_bounced_payment_is_returned() -> None:
    paid = claim(amount="0.00", paid=Decimal("1200.00"))
    (found,) = matched([line("-1200.00", "F2026-0001", return_reason="AC04")], [paid])
    assert [(one.event, one.number) for one in found.shares] == [("returned", "F2026-0001")]


class TestTwice:
    """Never the same bank line twice."""

    paid = line("1200.00", "F2026-0001")
    claims: ClassVar = [claim("F2026-0001", "1200.00", expected=(Decimal("2400.00"), Decimal("1200.00")))]

    def test_the_same_file_again(self) -> None:
        (first,) = matched([self.paid], self.claims)
        assert only([self.paid], self.claims, recorded(first))[:2] == ("known", "recorded")

    @pytest.mark.parametrize("form", [StatementFormat.MT940, StatementFormat.OFX, StatementFormat.CSV])
    def test_another_format_with_its_own_reference(self, form: StatementFormat) -> None:
        (first,) = matched([self.paid], self.claims)
        again = replace(self.paid, format=form, reference="X99", text="VIR ACME F2026 0001")
        assert only([again], self.claims, recorded(first))[:2] == ("known", "recorded-elsewhere")

    def test_without_a_reference_the_text_tells_lines_apart(self) -> None:
        lines = [replace(self.paid, reference="", text=text) for text in ("ACME F2026-0001", "ACME AUTRE")]
        (first,) = matched(lines[:1], self.claims)
        assert only(lines[1:], self.claims, recorded(first))[0] != "known"

    def test_equal_lines_of_one_day_are_numbered(self) -> None:
        twins = [replace(self.paid, reference="")] * 2
        first, second = matched(twins, self.claims)
        assert first.line.key != second.line.key
        known = matched(twins, self.claims, recorded(first))
        assert [one.confidence.value for one in known] == ["known", "exact"]

    def test_another_line_of_the_same_day_and_amount_is_not_lost(self) -> None:
        (first,) = matched([self.paid], self.claims)
        other = [*self.claims, claim("F2026-0002")]
        later = line("1200.00", "F2026-0002", reference="B2", format=StatementFormat.OFX)
        assert only([later], other, recorded(first)) == ("exact", "number", {"F2026-0002": "1200.00"})

    def test_one_recorded_line_stands_for_one_line_of_another_format(self) -> None:
        (first,) = matched([self.paid], self.claims)
        twins = [line("1200.00", "ACME FRANCE", reference=ref, format=StatementFormat.OFX) for ref in ("O1", "O2")]
        found = matched(twins, self.claims, recorded(first))
        assert sorted(one.confidence.value for one in found) == ["known", "likely"]

    def test_two_formats_in_one_run(self) -> None:
        other = replace(self.paid, format=StatementFormat.CSV, reference="")
        kept = each_once([*keyed([other]), *keyed([self.paid])])
        assert [one.format for one in kept] == [StatementFormat.CAMT]

    def test_a_batch_in_parts_and_as_a_whole_in_one_run(self) -> None:
        parts = [line(amount, entry_amount="1500.00", reference=amount) for amount in ("900.00", "600.00")]
        whole = [line("1500.00", format=StatementFormat.MT940), line("1500.00", "other", format=StatementFormat.MT940)]
        kept = each_once([*keyed(whole), *keyed(parts)])
        assert [one.format.value for one in kept] == ["MT940", "camt.053", "camt.053"]

    def test_a_reference_that_comes_again_with_another_day_is_asked(self) -> None:
        (first,) = matched([self.paid], self.claims)
        moved = replace(self.paid, date=date(2026, 11, 5))
        assert only([moved], self.claims, recorded(first))[:2] == ("likely", "same-reference")

    def test_short_references_come_again_every_day(self) -> None:
        days = (DAY, date(2026, 11, 5))
        found = matched([replace(self.paid, reference="7", date=day) for day in days], self.claims)
        assert [one.confidence.value for one in found] == ["exact", "exact"]
        assert [one.line.key for one in found] == ["camt.053 67890189 7 20261104", "camt.053 67890189 7 20261105"]

    def test_what_somebody_typed_by_hand(self) -> None:
        typed = RecordedMoney(number="F2026-0001", date=date(2026, 11, 2), amount=Decimal("1200.00"), by="virement")
        assert only([self.paid], self.claims, [typed])[:2] == ("known", "recorded-by-hand")

    def test_a_card_payment_is_not_the_transfer(self) -> None:
        card = RecordedMoney(number="F2026-0001", date=DAY, amount=Decimal("1200.00"), by="card", ref="txn_1")
        assert only([self.paid], [claim(amount="0.00")], [card])[:2] == ("likely", "settled")


@given(
    amounts=st.lists(st.sampled_from(["100.00", "200.00", "300.00"]), min_size=1, max_size=8),
    data=st.data(),
)
def test_any_order_and_overlap_of_exports_records_each_line_once(amounts: list[str], data: st.DataObject) -> None:
    lines = keyed([line(amount, f"F2026-{place:04}", reference=f"B{place}") for place, amount in enumerate(amounts)])
    claims = {f"F2026-{place:04}": claim(f"F2026-{place:04}", amount) for place, amount in enumerate(amounts)}
    money: list[RecordedMoney] = []
    for _ in range(data.draw(st.integers(1, 4))):
        export = data.draw(st.permutations(lines))[: data.draw(st.integers(0, len(lines)))]
        for one in matched(list(export), list(claims.values()), money):
            if one.confidence is Confidence.EXACT:
                money += recorded(one)
                for share in one.shares:
                    claims[share.number] = claim(share.number, "0.00")
    matched(list(lines), list(claims.values()), money)
    assert len({one.ref for one in money}) == len(money)
    assert all(one.amount == Decimal(amounts[int(one.number[-4:])]) for one in money)
