"""An object store on a port of its own: moto behind werkzeug, with signatures and rights checked.

Prints port, key and secret. A file named `busy` in the folder it runs in says that every Nth request is answered 503
and every 2Nth cut off, as a busy store does; one named `down` that requests fail from the Nth on. What was written and
deleted stands in the file `log`. A page of a listing holds ten objects.
"""

import json
import os
import socket
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "0"
os.environ["MOTO_S3_DEFAULT_MAX_KEYS"] = "10"

from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import s3_backends
from werkzeug.serving import WSGIRequestHandler, make_server

ACCOUNT = "123456789012"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::site"},
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
            "Resource": "arn:aws:s3:::site/*",
        },
    ],
}


class Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        pass


class Moody:
    """Lets requests through, but not all."""

    def __init__(self, store: Callable[..., Iterable[bytes]]) -> None:
        self.store, self.count, self.lock = store, 0, threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        busy, down = number("busy"), number("down")
        with self.lock:
            self.count = self.count + 1 if busy or down else 0
            count = self.count
        if (busy and count % (2 * busy) == 0) or (down and count >= down):
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            return [b""]
        if busy and count % busy == 0:
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start("503 Slow Down", [("Content-Length", "0")])
            return [b""]
        if environ["REQUEST_METHOD"] in {"PUT", "DELETE"}:
            with self.lock, Path("log").open("a") as log:
                log.write(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}\n")
        return self.store(environ, start)


def number(name: str) -> int:
    return int(Path(name).read_text()) if Path(name).exists() else 0


def main() -> None:
    iam = iam_backends[ACCOUNT]["aws"]
    iam.create_user("us-east-1", "publisher")
    key = iam.create_access_key("publisher")
    iam.put_user_policy("publisher", "site", json.dumps(POLICY))
    for name in ("site", "other"):
        s3_backends[ACCOUNT]["aws"].create_bucket(name, "us-east-1")
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, Moody(app), threaded=True, request_handler=Quiet)
    print(json.dumps([server.port, key.access_key_id, key.secret_access_key]), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
