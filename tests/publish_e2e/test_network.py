"""The network fails at each step: the run says so, and the next one ends what it began; nothing twice, nothing lost."""

from pathlib import Path

import pytest
from tests.publish_e2e.conftest import NUMBERED, commit, files, git, how
from tests.publish_e2e.network import git_over_network
from tests.publish_e2e.test_killed import items, sound

from facturier.actions.publish import publish
from facturier.actions.stripe_access import StripeAccess

DRAFT = "client: example\ndate: 2026-11-22\nlines:\n  - {{item: {item}, qty: 1, price: 10.00}}\n"


@pytest.mark.slow
@pytest.mark.parametrize("after", [0, 40])
def test_a_connection_to_the_remote_is_cut_at_each_step(remote: Path, desk: Path, tmp_path: Path, after: int) -> None:
    """The branch of the site lies on the same remote: every step that needs the network is met."""
    with git_over_network(remote, tmp_path / "daemon") as (address, proxy):
        git(desk, "remote", "set-url", "origin", address)
        count, cut = 0, 0
        while True:
            cut += 1
            commit(desk, f"invoices/drafts/job{cut}.yaml", DRAFT.format(item=f"Job{cut}"))
            proxy.begin(cut=cut, after=after)
            result = publish(desk, how("git:origin#pages"))
            count = proxy.count
            if count < cut:
                break
            assert [fault.code for fault in result.faults] in (["DPL-006"], ["DPL-003"], [])
            proxy.begin()
            assert publish(desk, how("git:origin#pages")).faults == (), cut
        assert result.faults == ()
        assert 4 <= cut <= 12
        assert items(remote) == [f"Job{number}" for number in range(1, cut + 1)]
        assert git(desk, "status", "--porcelain") == ""
    git(desk, "remote", "set-url", "origin", str(remote))
    assert publish(desk, how(f"dir:{tmp_path / 'www'}")).faults == ()
    sound(remote, tmp_path / "www", tmp_path)


@pytest.mark.slow
def test_stripe_is_down(remote: Path, desk: Path, tmp_path: Path) -> None:
    """A link might be wrong: nothing new is shown. The numbers are settled, and are not given again."""
    config = (desk / "facturier.yaml").read_text()
    commit(desk, "facturier.yaml", f"{config}\npayments:\n  stripe: {{mode: test}}\n")
    commit(desk, "invoices/2026/F2026-0001.yaml", NUMBERED.format(number="F2026-0001", item="Un"))
    down = StripeAccess(key="rk_test_1", name="STRIPE_API_KEY", base="http://127.0.0.1:1", sleep=lambda _: None)
    result = publish(desk, how(f"dir:{tmp_path / 'www'}", sync_access=down, links_access=down))
    assert ([fault.code for fault in result.faults], result.deployed) == (["PLK-008"], False)
    assert not (tmp_path / "www").exists()
    assert items(remote) == ["Un"]
    without = publish(desk, how(f"dir:{tmp_path / 'www'}"))
    assert without.faults == ()
    assert items(remote) == ["Un"]
    assert "index.html" in files(tmp_path / "www")
