"""A time-stamping authority for tests: openssl with certificates made on the spot, no network."""

import subprocess
from pathlib import Path

CONFIG = """\
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Authority:
    """Signs requests; `pem` holds the certificate that whoever trusts it knows."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.pem = folder, folder / "tsa.pem"
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        usage = ("-addext", "extendedKeyUsage=critical,timeStamping")
        made = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "3650")
        openssl("req", "-x509", *made, "-subj", "/CN=Test TSA", "-keyout", folder / "key.pem", "-out", self.pem, *usage)

    def answer(self, request: bytes, response: Path) -> Path:
        """What it says to a request."""
        query = self.folder / "query.tsq"
        query.write_bytes(request)
        signer = ("-signer", self.pem, "-inkey", self.folder / "key.pem")
        openssl("ts", "-reply", "-config", self.folder / "tsa.cnf", "-queryfile", query, *signer, "-out", response)
        return response
