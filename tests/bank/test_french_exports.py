"""CSV exports in the shapes of French banks: Windows-1252, decimal commas, debit and credit, odd heads and tails.

The samples are made up; the maps are what a person writes into facturier.yaml.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.bank.conftest import IBAN
from tests.bank.test_statements import codes, lines

from facturier.model.bank import CsvMap

WANTED = [(date(2026, 11, 4), Decimal("1200.00")), (date(2026, 11, 9), Decimal("-300.00"))]

DEBIT_AND_CREDIT = (
    CsvMap(name="a", account=IBAN, date="Date", debit="Débit euros", credit="Crédit euros", text=("Libellé",)),
    """\
Téléchargement du 20/11/2026;
ATELIER LUMEN;
Compte courant carte n° 12345678901;
Solde au 20/11/2026 12 899,95 €

Liste des opérations du compte entre le 01/11/2026 et le 20/11/2026;
Date;Libellé;Débit euros;Crédit euros;
04/11/2026;"VIREMENT EN VOTRE FAVEUR
ACME FRANCE SAS
F2026-0001              ";;1 200,00;
09/11/2026;"PRELEVEMENT
BAILLEUR SCI";300,00;;
""",
)
SIGNED_WITH_CURRENCY = (
    CsvMap(
        name="b",
        account=IBAN,
        date="date_comptabilisation",
        amount="montant_operation",
        text=("libellé_complet_operation",),
        currency_column="devise",
    ),
    """\
="0300000050";01/11/2026;20/11/2026;20;2 899,95 EUR
date_comptabilisation;libellé_complet_operation;montant_operation;devise;
04/11/2026;VIR RECU 1234567890S DE: ACME FRANCE SAS MOTIF: F2026-0001;1200,00;EUR;
09/11/2026;PRELEVEMENT EUROPEEN BAILLEUR SCI;-300,00;EUR;
""",
)
NEGATIVE_DEBITS = (
    CsvMap(name="c", account=IBAN, date="Date", debit="Débit", credit="Crédit", text=("Libellé",)),
    """\
Date;Date de valeur;Débit;Crédit;Libellé;Solde
04/11/2026;04/11/2026;;1200,00;VIR ACME FRANCE SAS F2026-0001;11200,00
09/11/2026;10/11/2026;-300,00;;PRLV BAILLEUR SCI;10900,00
""",
)
SHORT_YEARS = (
    CsvMap(
        name="d",
        account=IBAN,
        date="Date",
        date_format="DD/MM/YY",
        debit="Débit",
        credit="Crédit",
        text=("Libellé", "Détail"),
        reference="Numéro d'opération",
    ),
    """\
Code de la banque : 30006;Code de l'agence : 00001;Date de début de téléchargement : 01/11/2026
Numéro de compte : 12345678901;Nom du compte : COMPTE COURANT;Devise : EUR
;
Solde en fin de période;;;;12899,95
Date;Numéro d'opération;Libellé;Débit;Crédit;Détail;
04/11/26;AB12345;VIR SEPA ACME;;+1200,00;F2026-0001;
09/11/26;AB12346;PRLV;-300,00;;BAILLEUR SCI;
Solde en début de période;;;;11999,95
""",
)
OLD_FRANCS = (
    CsvMap(name="e", account=IBAN, date="Date", amount="Montant(EUROS)", text=("Libellé",)),
    """\
Numéro Compte   ;1234567X020
Type            ;CCP
Compte tenu en  ;euros
Date            ;20/11/2026
Solde (EUROS)   ;12899,95

Date;Libellé;Montant(EUROS);Montant(FRANCS)
09/11/2026;"PRELEVEMENT DE BAILLEUR SCI";-300,00;-1967,87
04/11/2026;"VIREMENT DE ACME FRANCE SAS  F2026-0001";1200,00;7871,48
""",
)
INTERNATIONAL_DAYS = (
    CsvMap(name="f", account=IBAN, date="dateOp", date_format="YYYY-MM-DD", amount="amount", text=("label",)),
    """\
dateOp;dateVal;label;category;categoryParent;amount;comment;accountNum;accountLabel;accountbalance
2026-11-04;2026-11-04;"VIR ACME FRANCE SAS | F2026-0001";Virements;Reçus;"1 200,00";;00012345678;Compte;12899.95
2026-11-09;2026-11-09;"PRLV BAILLEUR SCI";Loyer;Logement;-300,00;;00012345678;Compte;12899.95
""",
)
NO_HEADER = (
    CsvMap(name="g", account=IBAN, header=False, date="1", amount="5", text=("2", "4")),
    """\
Compte de chèques;Compte de chèques;****8901;20/11/2026;;12899,95
04/11/2026;Virement reçu;Virement SEPA reçu;VIR SEPA RECU /DE ACME FRANCE SAS /MOTIF F2026-0001;1200,00
09/11/2026;Prélèvement;Prélèvement;PRLV SEPA BAILLEUR SCI;-300,00
""",
)
CLOSING_BALANCE = (
    CsvMap(name="h", account=IBAN, header=False, date="1", amount="2", text=("3", "6")),
    """\
04/11/2026;1200,00;Virement;;;VIR ACME FRANCE SAS F2026-0001;0;Divers
09/11/2026;-300,00;Prélèvement;;;PRLV BAILLEUR SCI;0;Divers
20/11/2026;12899,95;;00123 456789X
""",
)
SHAPES = {
    "debit and credit, text over several rows": DEBIT_AND_CREDIT,
    "signed, with currency": SIGNED_WITH_CURRENCY,
    "negative debits": NEGATIVE_DEBITS,
    "short years": SHORT_YEARS,
    "old francs": OLD_FRANCS,
    "international days": INTERNATIONAL_DAYS,
    "no header": NO_HEADER,
    "closing balance below": CLOSING_BALANCE,
}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_tells_the_same_two_movements(name: str, encoding: str) -> None:
    declared, text = SHAPES[name]
    found = lines(text.replace("\n", "\r\n").encode(encoding), declared)
    assert sorted((one.date, one.amount) for one in found) == WANTED
    assert any("F2026-0001" in one.text and "ACME" in one.text for one in found)


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_finds_its_map_among_the_others(name: str) -> None:
    maps = [declared for declared, _ in SHAPES.values()]
    assert sorted((one.date, one.amount) for one in lines(SHAPES[name][1].encode("cp1252"), *maps)) == WANTED


def test_a_day_that_is_none_refuses_a_file_without_a_header() -> None:
    declared, text = NO_HEADER
    assert codes(text.replace("09/11/2026", "39/11/2026").encode(), declared) == ["BNK-004"]


@pytest.mark.parametrize(
    "balance", ["20/11/2026;12899,95;;00123 456789X", "20/11/2026;12899,95;;;;;;", "20/11/2026;12899,95"]
)
def test_a_balance_below_the_movements_is_no_movement(balance: str) -> None:
    declared, text = CLOSING_BALANCE
    with_it = text.replace("20/11/2026;12899,95;;00123 456789X", balance)
    assert sorted((one.date, one.amount) for one in lines(with_it.encode("cp1252"), declared)) == WANTED


@pytest.mark.parametrize("rows", [1, 2])
def test_a_last_row_with_words_is_a_movement(rows: int) -> None:
    declared, text = CLOSING_BALANCE
    movements = "".join(text.splitlines(keepends=True)[:rows])
    assert len(lines(movements.encode("cp1252"), declared)) == rows


@pytest.mark.parametrize(
    "last", ["20/11/2026;500,00;Virement;;;VIR ACME F2026-0002", "20/11/2026;500,00;Virement;;;;0;Divers"]
)
def test_a_last_payment_with_fewer_cells_or_words_is_not_lost(last: str) -> None:
    declared, text = CLOSING_BALANCE
    found = lines(text.replace("20/11/2026;12899,95;;00123 456789X", last).encode("cp1252"), declared)
    assert Decimal("500.00") in [one.amount for one in found]


def test_a_last_payment_is_not_lost_where_others_have_no_words_either() -> None:
    declared, _ = CLOSING_BALANCE
    wordless = "04/11/2026;1200,00;;;;;0;Divers\n20/11/2026;500,00;;;;;0;Divers\n"
    assert [one.amount for one in lines(wordless.encode("cp1252"), declared)] == [Decimal("1200.00"), Decimal("500.00")]
