import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.publish.foreign import foreign_requests
from facturier.publish.scan import Phrases, markup_words, visible_words, words
from facturier.publish.suspicious import ibans, machine_paths


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("F2026-0042", b" f2026 0042 "),
        ("  Société\u00a0ACME — “France” ", " société acme france ".encode()),
        ("ACME\u00adFrance \u200bSAS", b" acmefrance sas "),
        ("e\u0301te\u0301", " été ".encode()),
        ("", b"  "),
    ],
)
def test_words(text: str, expected: bytes) -> None:
    assert words(text) == expected


def test_markup_is_read_with_its_attributes_and_addresses() -> None:
    assert b" bonjour b example " in markup_words('<a href="mailto:bonjour%40b.example">x</a>')


def test_a_reader_sees_no_tags() -> None:
    assert visible_words("<b>ACME</b> <i>France</i>&nbsp;SAS") == b" acme france sas "


def test_only_phrases_whose_rarest_word_is_there_are_near() -> None:
    phrases = Phrases([words("F2026-0001"), words("F2026-0002"), words("La Bergerie du Lac")])
    assert phrases.near(words("facture F2026-0002 du lac")) == [words("F2026-0002")]


@given(st.lists(st.text("abc 0129-", min_size=1, max_size=12), min_size=1, max_size=20), st.data())
def test_a_phrase_that_is_there_is_always_near(texts: list[str], data: st.DataObject) -> None:
    phrases = [phrase for phrase in map(words, texts) if phrase.strip()]
    hidden = data.draw(st.sampled_from(texts))
    before, after = data.draw(st.text("abc ")), data.draw(st.text("abc "))
    near = Phrases(phrases).near(words(f"{before} {hidden} {after}"))
    assert words(hidden) in near or not words(hidden).strip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IBAN FR76 3000 6000 0112 3456 7890 189", ["FR7630006000011234567890189"]),
        ("iban de89370400440532013000.", ["DE89370400440532013000"]),
        ("DE88 3704 0044 0532 0130 00", []),  # wrong check digits
        ("référence RF18 5390 0754 7034", []),  # ISO 11649, same check digits
        ("BE68 5390 0754 7034 puis du texte", ["BE68539007547034"]),
        ("FR7630006000011234567890189 AGRIFRPP", ["FR7630006000011234567890189"]),
        ("RIB FR76 30006 00001 12345678901 89 BNP", ["FR7630006000011234567890189"]),  # as French banks group it
        ("uuid:ca60ee129ce5fd961a6b6a0cd9c5541b", []),  # of a PDF: right check digits, but Canada has no IBAN
        ("DE49 3704 0044 0532 0130", []),  # right check digits, two digits short
        ("ibanDE89370400440532013000bic", ["DE89370400440532013000"]),
    ],
)
def test_ibans(text: str, found: list[str]) -> None:
    assert list(ibans(words(text))) == found


@pytest.mark.parametrize("plain", ["https://host.example/home/nour/x", "voir /conditions", "./tmp/a/b"])
def test_ordinary_addresses_are_no_machine_paths(plain: str) -> None:
    assert list(machine_paths(plain, ())) == []


@pytest.mark.parametrize(
    ("markup", "count"),
    [
        ('<a href="https://pay.example/x">pay</a>', 0),
        ('<img alt="" src="../logo.svg">', 0),
        ('<img alt="" src="//cdn.example/p.gif">', 1),
        ('<link rel="stylesheet" href="https://fonts.example/css">', 1),
        ("<style>p{background:url(https://x.example/a.png)}</style>", 1),
        ("<style>@import '//x.example/a.css'</style>", 1),
        ('<p style="background:url(//x.example/a.png)">x</p>', 1),
        ("<svg><rect width='1' fill='url(https://x.example/a.svg#b)'/></svg>", 1),
        ("<p>&lt;p style=&#34;background:url(http://x.example/)&#34;&gt;</p>", 0),  # a text about one
        ('<span title="background:url(http://x.example/)">x</span>', 0),
        ('<i title="a>b" style="background:url(//x.example/a.png)">x</i>', 1),
        ("<i title='a>b' style='background:url(https://x.example/a.png)'>x</i>", 1),
        ('<img alt="a>b" src="https://x.example/a.png">', 1),
        ("<img/src=//x.example/a.png>", 1),
        ('<img src="\\\\x.example/a.png">', 1),
        ('<img src="ht\ntps://x.example/a.png">', 1),
        ('<img src="&#104;ttps://x.example/a.png">', 1),
        ('<img srcset="a.png 1x, https://x.example/a.png 2x">', 1),
        ('<svg><image xlink:href="https://x.example/a.png"/></svg>', 1),
        ('<a href="x" ping="https://x.example/p">x</a>', 1),
        ('<base href="https://x.example/">', 1),
        ('<meta http-equiv="refresh" content="0;url=https://x.example/">', 1),
        ('<meta http-equiv="Content-Security-Policy" content="form-action https://form.example">', 0),
        ('<form action="https://x.example/f"></form>', 1),
        ('<form action="https://form.example/f"></form>', 0),
        ('<b onclick="x()">x</b>', 1),
        ('<a href="java\tscript:alert(1)">x</a>', 1),
        ("<script>x()</script>", 1),
        ('<script src="/assets/portal.js" defer></script>', 0),
    ],
)
def test_requests_to_other_hosts(markup: str, count: int) -> None:
    assert len(list(foreign_requests(markup, "https://form.example/f"))) == count
