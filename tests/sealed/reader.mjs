// An independent reader of sealed portals, written from docs/sealed-format.md alone: Node's WebCrypto, no dependency.
//   node reader.mjs SITE LINK [PASSCODE]     prints what the link opens: each file's name and SHA-256
//   node reader.mjs vectors < vectors.json   recomputes the test vectors and prints them
import { existsSync, readFileSync } from "node:fs";
import { createHash, webcrypto } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { join } from "node:path";

const subtle = webcrypto.subtle;
const utf8 = (text) => Buffer.from(text, "utf8");
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const join0 = (...parts) => Buffer.concat(parts);

async function hkdf(key, info, length = 32) {
  const imported = await subtle.importKey("raw", key, "HKDF", false, ["deriveBits"]);
  const bits = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return Buffer.from(await subtle.deriveBits(bits, imported, 8 * length));
}

async function hmac(key, data) {
  const imported = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return Buffer.from(await subtle.sign("HMAC", imported, data));
}

function base32(bytes) {
  let bits = "", text = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  for (let at = 0; at < bits.length; at += 5) text += "abcdefghijklmnopqrstuvwxyz234567"[parseInt(bits.slice(at, at + 5).padEnd(5, "0"), 2)];
  return text;
}

async function stretch(passcode, token, rounds) {
  const typed = passcode.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
  const imported = await subtle.importKey("raw", utf8(typed), "PBKDF2", false, ["deriveBits"]);
  const salt = utf8(`facturier/v1/passcode\0${token}`);
  return Buffer.from(await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, imported, 256));
}

const vaultOf = (key, stretched) => hkdf(join0(key, stretched), utf8("vault"));
const documentOf = (vault, number) => hkdf(vault, utf8(`document\0${number}`));
const fileKey = (ring, name) => hkdf(ring, utf8(`file\0${name}`));
const blobName = async (ring, name) => base32((await hmac(await hkdf(ring, utf8("name")), utf8(name))).subarray(0, 16));
const nonceOf = async (vault, name, flags, padded) =>
  (await hmac(await hkdf(vault, utf8("nonce")), join0(utf8(name), Buffer.from([flags]), padded))).subarray(0, 12);

async function opened(key, name, blob) {
  const magic = blob.subarray(0, 4), flags = blob[4], nonce = blob.subarray(5, 17), sealed = blob.subarray(17);
  if (magic.toString("latin1") !== "FSL1" || flags > 1) throw new Error(`${name}: not a blob of this version`);
  const imported = await subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const additionalData = join0(magic, Buffer.from([flags]), utf8(name));
  const padded = Buffer.from(await subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData }, imported, sealed));
  const length = Number(padded.readBigUInt64BE(0));
  if (padded.subarray(8 + length).some((byte) => byte)) throw new Error(`${name}: padding`);
  const payload = padded.subarray(8, 8 + length);
  return { data: flags & 1 ? gunzipSync(payload) : payload, flags, nonce, padded };
}

async function open(site, link, passcode) {
  const url = new URL(link);
  const asked = new URLSearchParams(url.hash.slice(1));
  const token = url.pathname.match(/\/c\/([a-z2-7]{26})\/$/)[1];
  const folder = join(site, "c", token);
  const number = asked.get("i");
  const rounds = Number(readFileSync(join(folder, "index.html"), "utf8").match(/data-rounds="(\d+)"/)?.[1] ?? 0);
  const stretched = rounds ? await stretch(passcode ?? "", token, rounds) : Buffer.alloc(0);
  let ring = Buffer.from(asked.get("k"), "base64url");
  if (!number) ring = await vaultOf(ring, stretched);
  else if (rounds) {
    const mask = await hkdf(stretched, utf8(`wrap\0${number}`));
    ring = ring.map((byte, at) => byte ^ mask[at]);
  }
  const read = (name) => readFileSync(join(folder, name));
  const manifestName = (await blobName(ring, "manifest")) + ".bin";
  if (!existsSync(join(folder, manifestName))) return { refused: true };
  const manifest = JSON.parse((await opened(await fileKey(ring, "manifest"), "manifest", read(manifestName))).data);
  const files = {}, synthetic = [];
  for (const [name, entry] of Object.entries(manifest.files)) {
    const owner = entry.document ? await documentOf(ring, entry.document) : ring;
    const key = entry.key ? Buffer.from(entry.key, "base64url") : await fileKey(owner, name);
    const found = await opened(key, name, read(entry.blob));
    files[name] = createHash("sha256").update(found.data).digest("hex");
    if (!number) {
      synthetic.push((await nonceOf(ring, name, found.flags, found.padded)).equals(found.nonce));
      synthetic.push(`${await blobName(ring, name)}.bin` === entry.blob);
    }
  }
  const { language, start, document } = manifest;
  return { language, start, document, files, synthetic: synthetic.every(Boolean) };
}

async function vectors(given) {
  const root = await hkdf(Buffer.from(given.master, "hex"), utf8(`facturier/v1/client\0${given.client}\0${given.epoch}`));
  const token = base32(await hkdf(root, utf8("path"), 16));
  const key = await hkdf(root, utf8("link"));
  const vault = await vaultOf(key, Buffer.alloc(0));
  const document = await documentOf(vault, given.number);
  const stretched = await stretch(given.passcode, token, given.rounds);
  const locked = await vaultOf(key, stretched);
  const lockedDocument = await documentOf(locked, given.number);
  const mask = await hkdf(stretched, utf8(`wrap\0${given.number}`));
  const files = {};
  for (const [name, { blob }] of Object.entries(given.files)) {
    const owner = name.startsWith(`${given.number}/`) ? document : vault;
    const file = await opened(await fileKey(owner, name), name, Buffer.from(blob, "hex"));
    files[name] = {
      key: hex(await fileKey(owner, name)), blob_name: await blobName(vault, name), text: file.data.toString("utf8"),
      nonce: hex(await nonceOf(vault, name, file.flags, file.padded)), padded: file.padded.length, flags: file.flags,
      blob,
    };
  }
  return {
    root: hex(root), token, key: hex(key), key_text: key.toString("base64url"), vault: hex(vault), document: hex(document),
    manifest_name: await blobName(vault, "manifest"), document_manifest_name: await blobName(document, "manifest"),
    mark_name: await blobName(key, "mark"), stretched: hex(stretched), locked_vault: hex(locked),
    locked_document_link: hex(lockedDocument.map((byte, at) => byte ^ mask[at])), files,
  };
}

const [command, ...rest] = process.argv.slice(2);
const answer = command === "vectors" ? await vectors(JSON.parse(readFileSync(0, "utf8"))) : await open(command, ...rest);
console.log(JSON.stringify(answer));
