"""Computes the test vectors of docs/sealed-format.md from their inputs."""

from typing import Any

from facturier.publish.sealed.blob import HEADER, seal
from facturier.publish.sealed.keys import Ring, key_text, link_key, stretch, vault, wrapped
from facturier.publish.tokens import client_root, path_token

INPUT: dict[str, Any] = {
    "master": "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
    "client": "acme",
    "epoch": 1,
    "number": "F2026-0042",
    "passcode": "K7QM-2XPA-9R1B",
    "rounds": 600000,
}
TEXTS = {
    "index.html": "<!doctype html><title>Élan</title>",
    "F2026-0042/index.html": "<!doctype html><title>F2026-0042</title>",
    "F2026-0042/F2026-0042.pdf": "%PDF-1.7 not really",
}


def computed() -> dict[str, Any]:
    """Everything that follows from the inputs, bytes in hexadecimal."""
    root = client_root(bytes.fromhex(INPUT["master"]), INPUT["client"], INPUT["epoch"])
    token, key, number = path_token(root), link_key(root), INPUT["number"]
    opened, stretched = vault(key), stretch(INPUT["passcode"], path_token(root), INPUT["rounds"])
    document, locked = opened.document(number), vault(key, stretched)
    files = {}
    for name, text in TEXTS.items():
        ring = document if name.startswith(f"{number}/") else opened
        blob = seal(name, text.encode(), ring=ring, nonces=opened, pack=name.endswith(".html"))
        files[name] = {
            "key": ring.file_key(name).hex(),
            "blob_name": opened.blob_name(name),
            "text": text,
            "nonce": blob[5:HEADER].hex(),
            "padded": len(blob) - HEADER - 16,
            "flags": blob[4],
            "blob": blob.hex(),
        }
    return {
        "root": root.hex(),
        "token": token,
        "key": key.hex(),
        "key_text": key_text(key),
        "vault": opened.secret.hex(),
        "document": document.secret.hex(),
        "manifest_name": opened.blob_name("manifest"),
        "document_manifest_name": document.blob_name("manifest"),
        "mark_name": Ring(key).blob_name("mark"),
        "stretched": stretched.hex(),
        "locked_vault": locked.secret.hex(),
        "locked_document_link": wrapped(locked.document(number).secret, number, stretched).hex(),
        "files": files,
    }
