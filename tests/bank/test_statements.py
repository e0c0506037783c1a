"""Statements of one November in four formats, and the ugly things that banks write."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from tests.bank.conftest import IBAN, STATEMENTS

from facturier.connect.bank import read_statement
from facturier.faults import Fault
from facturier.model.bank import BankLine, CsvMap, StatementSettings

MAP = CsvMap(name="my-bank", account=IBAN, date="Date", debit="Débit", credit="Crédit", text=("Libellé",))
SPELLINGS = ["1234,50", "1 234,50", "1\u00a0234,50", "1\u202f234,50 €", "+1.234,50", "1'234,50"]
FILES = ["november.camt.xml", "november.mt940", "november.ofx", "november.csv"]


def read(data: bytes, *maps: CsvMap) -> tuple[tuple[BankLine, ...], tuple[Fault, ...]]:
    return read_statement(data, "statement", StatementSettings(csv=maps or (MAP,)), (IBAN,))


def lines(data: bytes, *maps: CsvMap) -> tuple[BankLine, ...]:
    found, faults = read(data, *maps)
    assert faults == ()
    return found


def codes(data: bytes, *maps: CsvMap) -> list[str]:
    found, faults = read(data, *maps)
    assert found == ()
    return [fault.code for fault in faults]


def sample(name: str) -> bytes:
    return (STATEMENTS / name).read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_every_format_tells_the_same_movements(name: str) -> None:
    wanted = {one.digest for one in lines(sample("november.camt.xml"))}
    found = lines(sample(name))
    assert {one.digest for one in found} == wanted
    assert {one.account for one in found} == {IBAN}


@pytest.mark.parametrize("name", FILES)
def test_reading_again_gives_the_same_keys(name: str) -> None:
    assert [one.key for one in lines(sample(name))] == [one.key for one in lines(sample(name))]


def first(found: Sequence[BankLine]) -> BankLine:
    return min(found, key=lambda one: (one.date, one.place))


class TestCamt:
    data = sample("november.camt.xml")

    def test_who_paid_and_what_for(self) -> None:
        paid = lines(self.data)[0]
        assert (paid.payer, paid.payer_iban) == ("ACME FRANCE SAS", "FR1420041010050500013M02606")
        assert (paid.creditor_references, paid.reference) == (("RF12F20260001",), "B6K04110012")

    def test_a_batch_is_split_into_its_transfers(self) -> None:
        parts = [one for one in lines(self.data) if one.in_batch]
        assert [(one.amount, one.reference) for one in parts] == [
            (Decimal("900.00"), "B6K06110001/1"),
            (Decimal("600.00"), "B6K06110001/2"),
        ]

    def test_a_batch_whose_parts_do_not_add_up_stays_whole(self) -> None:
        broken = self.data.replace(b'<TxAmt><Amt Ccy="EUR">900.00', b'<TxAmt><Amt Ccy="USD">950.00')
        assert [one.amount for one in lines(broken) if "F2026-0003" in one.text] == [Decimal("1500.00")]

    def test_what_is_not_booked_yet_is_left_out(self) -> None:
        assert not any(one.amount == 77 for one in lines(self.data))

    @pytest.mark.parametrize("version", ["02", "04", "06", "08", "12"])
    def test_every_version(self, version: str) -> None:
        assert lines(self.data.replace(b"camt.053.001.02", f"camt.053.001.{version}".encode())) == lines(self.data)

    def test_version_8_names_parties_and_states_deeper(self) -> None:
        newer = self.data.replace(b"<Nm>ACME FRANCE SAS</Nm>", b"<Pty><Nm>ACME FRANCE SAS</Nm></Pty>")
        newer = newer.replace(b"<Sts>BOOK</Sts>", b"<Sts><Cd>BOOK</Cd></Sts>").replace(
            b"<Sts>PDNG</Sts>", b"<Sts><Cd>PDNG</Cd></Sts>"
        )
        assert lines(newer) == lines(self.data)

    def test_latin_1(self) -> None:
        text = self.data.decode().replace('encoding="UTF-8"', 'encoding="ISO-8859-1"').replace("du Passage", "du Pré")
        assert lines(text.encode("latin-1"))[2].payer == "Librairie du Pré"

    def test_a_prefix_for_the_namespace(self) -> None:
        text = self.data.decode().replace("</", "</c:").replace("<", "<c:").replace("<c:/c:", "</c:")
        text = text.replace("<c:?xml", "<?xml").replace("xmlns=", "xmlns:c=")
        assert [one.amount for one in lines(text.encode())] == [one.amount for one in lines(self.data)]

    def test_a_returned_transfer_says_why(self) -> None:
        returned = self.data.replace(
            b"<RmtInf><Ustrd>LOYER", b"<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf><RmtInf><Ustrd>LOYER"
        )
        assert lines(returned)[-1].return_reason == "AC04"

    def test_missing_lines_are_noticed(self) -> None:
        assert codes(self.data.replace(b">499.95<", b">9.95<")) == ["BNK-005"]

    @pytest.mark.parametrize(
        "doctype",
        [
            b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
            b'<!DOCTYPE d SYSTEM "http://127.0.0.1/evil.dtd">',
            b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ],
    )
    def test_a_dtd_is_refused(self, doctype: bytes) -> None:
        assert codes(self.data.replace(b"<Document", doctype + b"<Document")) == ["BNK-002"]

    @pytest.mark.parametrize(("data", "code"), [(b"<Document><a>", "BNK-002"), (b"<html></html>", "BNK-001")])
    def test_what_is_no_statement(self, data: bytes, code: str) -> None:
        assert codes(data) == [code]

    @pytest.mark.parametrize("amount", [b"1,200.00", b"NaN", b"1e99", b""])
    def test_an_amount_that_is_none(self, amount: bytes) -> None:
        assert codes(self.data.replace(b">1200.00<", b">" + amount + b"<")) == ["BNK-004"]


class TestMt940:
    data = sample("november.mt940")

    def test_structured_details_are_put_together(self) -> None:
        paid = lines(self.data)[1]
        assert "F2026 0002 THANK YOU" in paid.text
        assert paid.payer == "BEVERLY BREWS & CO"

    @pytest.mark.parametrize("end", [b"\r\n", b"\r"])
    def test_line_ends(self, end: bytes) -> None:
        assert lines(self.data.replace(b"\n", end)) == lines(self.data)

    def test_bank_branch_and_account_without_iban(self) -> None:
        assert lines(self.data.replace(b"FR7630006000011234567890189", b"30006/12345678901"))[0].account == IBAN

    def test_without_an_entry_date_and_reference(self) -> None:
        bare = self.data.replace(b":61:2611041104C1200,00NTRFNONREF//B6K04110012", b":61:261104C1200,NTRFNONREF")
        assert (lines(bare)[0].amount, lines(bare)[0].reference) == (Decimal(1200), "")

    def test_a_booking_of_january_with_a_value_of_december(self) -> None:
        text = self.data.replace(b":61:2611041104C", b":61:2612310102C")
        assert str(lines(text)[0].date) == "2027-01-02"

    def test_a_reversed_credit_goes_out(self) -> None:
        text = self.data.replace(b":61:2611091109D300", b":61:2611091109RC300")
        assert lines(text)[-1].amount == Decimal("-300.00")

    def test_missing_lines_are_noticed(self) -> None:
        assert codes(self.data.replace(b"C499,95", b"C99,95")) == ["BNK-005"]

    def test_a_line_that_cannot_be_read_refuses_the_file(self) -> None:
        assert codes(self.data.replace(b":61:2611051105C499,95", b":61:nonsense")) == ["BNK-003"]


class TestOfx:
    data = sample("november.ofx")

    def test_the_day_is_that_of_the_bank(self) -> None:
        assert str(lines(self.data)[0].date) == "2026-11-04"

    def test_a_name_that_goes_on_in_the_memo(self) -> None:
        assert "INV F2026-0002" in lines(self.data)[1].text

    def test_xml_of_version_2(self) -> None:
        body = self.data[self.data.index(b"<OFX>") :].decode()
        header = '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE"?>\n'
        assert [one.key for one in lines((header + body).encode())] == [one.key for one in lines(self.data)]

    def test_a_header_on_one_line(self) -> None:
        head, body = self.data.split(b"\n\n", 1)
        assert lines(head.replace(b"\n", b" ") + body) == lines(self.data)

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
    def test_letters_whatever_the_header_says(self, encoding: str) -> None:
        text = self.data.decode().replace("BAILLEUR SCI", "RÉGIE LÉMAN").encode(encoding)
        assert lines(text)[-1].payer == "RÉGIE LÉMAN"

    def test_an_entry_without_an_amount_refuses_the_file(self) -> None:
        assert codes(self.data.replace(b"<TRNAMT>499.95", b"")) == ["BNK-003"]

    def test_an_iban_as_account(self) -> None:
        assert lines(self.data.replace(b"<ACCTID>12345678901", b"<ACCTID>" + IBAN.encode()))[0].account == IBAN

    def test_a_cut_file_is_refused(self) -> None:
        assert codes(self.data[: self.data.index(b"20261106<")]) == ["BNK-003"]


class TestCsv:
    data = sample("november.csv")

    def test_a_text_that_goes_on_in_the_next_row(self) -> None:
        assert any(one.text.endswith("F2026-0003 F2026-0004 F2026-0005") for one in lines(self.data))

    def test_sums_and_empty_rows_are_no_movements(self) -> None:
        assert len(lines(self.data)) == 4

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_encodings(self, encoding: str) -> None:
        text = self.data.decode("cp1252").encode(encoding)
        assert [one.key for one in lines(text)] == [one.key for one in lines(self.data)]

    @pytest.mark.parametrize(
        "typed", ["1234,50", "1 234,50", "1\u00a0234,50", "1\u202f234,50 €", "+1.234,50", "1'234,50"]
    )
    def test_spellings_of_an_amount(self, typed: str) -> None:
        row = f'Date;Libellé;Débit;Crédit\n04/11/2026;ACME;;"{typed}"\n'
        assert lines(row.encode())[0].amount == Decimal("1234.50")

    @pytest.mark.parametrize("typed", ["-12,00", "12,00-", "(12,00)", "\u221212,00"])
    def test_spellings_of_money_that_goes_out(self, typed: str) -> None:
        signed = CsvMap(name="x", account=IBAN, date="Date", amount="Montant")
        assert lines(f"Date;Montant\n04/11/2026;{typed}\n".encode(), signed)[0].amount == Decimal("-12.00")

    def test_english_columns_days_and_points(self) -> None:
        english = CsvMap(
            name="x",
            account=IBAN,
            date="Booked on",
            date_format="MM/DD/YYYY",
            amount="Amount",
            decimal=".",
            payer="Name",
            reference="ID",
            currency_column="Currency",
        )
        row = b'ID,Booked on,Name,Amount,Currency\nT-1,11/04/2026,ACME,"1,234.50",usd\n'
        (found,) = lines(row, english)
        assert (str(found.date), found.amount, found.currency) == ("2026-11-04", Decimal("1234.50"), "USD")
        assert found.key == "CSV 67890189 T-1 20261104"

    def test_the_first_map_that_fits(self) -> None:
        other = CsvMap(name="other", account="DE89370400440532013000", date="Tag", amount="Betrag")
        assert lines(self.data, other, MAP) == lines(self.data)

    def test_no_map_fits(self) -> None:
        assert codes(b"Datum;Betrag\n04.11.2026;12,00\n") == ["BNK-007"]

    @pytest.mark.parametrize("row", ["04/11/2026;ACME;;douze", "31/11/2026;ACME;;12,00", "04/11/2026;ACME;;"])
    def test_a_row_that_cannot_be_read_refuses_the_file(self, row: str) -> None:
        assert codes(f"Date;Libellé;Débit;Crédit\n{row}\n".encode()) == ["BNK-004"]


def test_a_statement_of_another_account_is_told() -> None:
    _, faults = read_statement(sample("november.mt940"), "s", StatementSettings(), ("DE89370400440532013000",))
    assert [fault.code for fault in faults] == ["BNK-010"]


@pytest.mark.parametrize("data", [b"", b"\x00\xff\xfe", b"%PDF-1.7", b"PK\x03\x04", b"hello", b"\n" * 9])
def test_what_is_no_statement_at_all(data: bytes) -> None:
    _, faults = read_statement(data, "s", StatementSettings(), (IBAN,))
    assert [fault.code for fault in faults] == ["BNK-001"]


def test_a_file_that_is_too_big() -> None:
    assert codes(b"x" * (20 * 1024 * 1024 + 1)) == ["BNK-006"]
