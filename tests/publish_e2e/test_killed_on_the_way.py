"""Killed on the way to a host, at each kind of step: clients meet a whole site, and the next run ends what it began."""

from pathlib import Path

import pytest
from tests.publish_e2e.conftest import NUMBERED, commit, files, git, how
from tests.publish_e2e.hosts import ObjectStore, object_store, one_store, rsync_daemon
from tests.publish_e2e.killed import killed_at
from tests.publish_e2e.test_killed import items
from tests.publish_e2e.test_targets import in_store

from facturier.actions.deploy import outgoing
from facturier.actions.publish import publish
from facturier.actions.targets import Delivery, site_at
from facturier.publish.folder import MARK

__all__ = ["object_store", "one_store", "rsync_daemon"]

RSYNC = "facturier.connect.deploy.rsync:_rsync"
BUCKET = "facturier.connect.deploy.store:Bucket"


def numbered(desk: Path, count: int) -> None:
    number = f"F2026-{count:04}"
    commit(desk, f"invoices/2026/{number}.yaml", NUMBERED.format(number=number, item=f"Job{count}"))


def built(desk: Path) -> dict[str, bytes]:
    """What was built to be deployed, as a host holds it."""
    site = site_at(outgoing(desk))
    return {path: (site.folder / path).read_bytes() for path in site.paths} | {MARK: b""}


@pytest.mark.slow
@pytest.mark.parametrize("place", [f"{RSYNC} 2 before", f"{RSYNC} 2 after", f"{RSYNC} 4 after"])
def test_killed_between_the_calls_of_rsync(
    remote: Path, desk: Path, rsync_daemon: tuple[str, Path], place: str
) -> None:
    target, folder = rsync_daemon
    numbered(desk, 1)
    assert publish(desk, how(target)).faults == ()
    numbered(desk, 2)
    assert killed_at(place, desk, target) == -9
    assert {"index.html", MARK} <= files(folder).keys()
    assert publish(desk, how(target)).faults == ()
    assert files(folder) == built(desk)
    assert items(remote) == ["Job1", "Job2"]
    assert git(desk, "status", "--porcelain") == ""


@pytest.mark.slow
@pytest.mark.parametrize("place", [f"{BUCKET}.put 1 before", f"{BUCKET}.put 2 after"])
def test_killed_between_the_objects_of_a_store(remote: Path, desk: Path, object_store: ObjectStore, place: str) -> None:
    access = object_store.access
    given = how("s3:site", delivery=Delivery(store=access))
    keys = {
        "AWS_ACCESS_KEY_ID": access.key_id,
        "AWS_SECRET_ACCESS_KEY": access.secret,
        "AWS_REGION": access.region,
        "AWS_ENDPOINT_URL": access.endpoint,
    }
    numbered(desk, 1)
    assert publish(desk, given).faults == ()
    numbered(desk, 2)
    assert killed_at(place, desk, "s3:site", **keys) == -9
    assert {"index.html", MARK} <= in_store(object_store, "site").keys()
    assert publish(desk, given).faults == ()
    assert in_store(object_store, "site") == built(desk)
    assert items(remote) == ["Job1", "Job2"]
