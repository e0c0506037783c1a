"""What an object store may answer to a request to remove something."""

from contextlib import closing

import pytest

from facturier.connect.deploy.signing import StoreAccess
from facturier.connect.deploy.store import Bucket, StoreError

MISSING = b"<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>"
NO_BUCKET = b"<Error><Code>NoSuchBucket</Code><Message>no such bucket</Message></Error>"
DENIED = b"<Error><Code>AccessDenied</Code><Message>no</Message></Error>"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Bucket:
    """A store that gives one answer to everything."""
    monkeypatch.setattr(Bucket, "_once", lambda *_: request.param)
    return Bucket("site", StoreAccess(key_id="key", secret="secret", region="r", endpoint="https://store.example"))


@pytest.mark.parametrize("bucket", [(204, b""), (200, b""), (404, MISSING), (404, b"")], indirect=True)
def test_what_is_gone_is_removed(bucket: Bucket) -> None:
    with closing(bucket):
        bucket.delete("old.html")  # no StoreError


@pytest.mark.parametrize("bucket", [(404, NO_BUCKET), (403, DENIED)], indirect=True)
def test_what_could_not_be_removed_is_said(bucket: Bucket) -> None:
    with closing(bucket), pytest.raises(StoreError, match=r"NoSuchBucket|AccessDenied"):
        bucket.delete("old.html")
