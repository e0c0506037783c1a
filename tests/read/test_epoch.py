import pytest

from facturier.read.epoch import with_epoch
from facturier.read.tree import read_tree

HEAD = "# ACME, since 2019\nname: ACME France SAS   # as registered\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "portal: {epoch: 2}\n"),
        ("portal: {epoch: 1}\n", "portal: {epoch: 2}\n"),
        ("portal: {access: sealed-link, epoch: 1}  # mine\n", "portal: {access: sealed-link, epoch: 2}  # mine\n"),
        ("portal: {access: open-link}\n", "portal: {epoch: 2, access: open-link}\n"),
        ("portal: {}\n", "portal: {epoch: 2}\n"),
        ("portal:\n  access: open-link\n", "portal:\n  epoch: 2\n  access: open-link\n"),
        ("portal:  # links\n    epoch: 9\n", "portal:  # links\n    epoch: 2\n"),
        ("notes: 'epoch: 1'\nportal: {epoch: 1}\n", "notes: 'epoch: 1'\nportal: {epoch: 2}\n"),
        ("notes: 'epoch: 1'", "notes: 'epoch: 1'\nportal: {epoch: 2}\n"),
        ("portal:\r\n  access: open-link\r\n", "portal:\r\n  epoch: 2\r\n  access: open-link\r\n"),
    ],
)
def test_the_epoch_is_written_and_nothing_else_moves(before: str, after: str) -> None:
    assert with_epoch((HEAD + before).encode(), 2, file="clients/acme.yaml") == (HEAD + after).encode()


@pytest.mark.parametrize("text", ["- a\n- b\n", "name: [\n", "name: A\nportal: some text\n", "{name: ACME}\n"])
def test_what_cannot_be_followed_is_left_alone(text: str) -> None:
    made = with_epoch(text.encode(), 2, file="clients/acme.yaml")
    assert made is None or read_tree(made, "f") == {"name": "ACME", "portal": {"epoch": "2"}}
