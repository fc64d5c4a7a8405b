import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { Random } from "../random.ts";

/** An ed25519 key pair of the rehearsal: worth nothing outside it. */
export interface KeyPair {
  /** OpenSSH format. */
  readonly privateKey: string;
  /** `AAAAC3…`: the second word of a `known_hosts` or `authorized_keys` line. */
  readonly publicBlob: string;
  /** `SHA256:…`, as ssh prints it. */
  readonly fingerprint: string;
}

export const keyType = "ssh-ed25519";

/** The same key for the same seed and purpose. */
export function keyPair(seed: number, purpose: string): KeyPair {
  const secret = Buffer.from(new Random(seed, `key/${purpose}`).hex(64), "hex");
  const open = publicOf(secret);
  const blob = Buffer.concat([text(keyType), field(open)]);
  const digest = createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");
  return {
    privateKey: opensshFile(secret, open, blob),
    publicBlob: blob.toString("base64"),
    fingerprint: `SHA256:${digest}`,
  };
}

/** What stands before the 32 secret bytes in an ed25519 key's PKCS#8 form (RFC 8410). */
const pkcs8Head = Buffer.from("302e020100300506032b657004220420", "hex");
const publicBytes = 32;

function publicOf(secret: Buffer): Buffer {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, secret]), format: "der", type: "pkcs8" });
  return createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-publicBytes);
}

function field(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function text(words: string): Buffer {
  return field(Buffer.from(words));
}

/** The file that `ssh-keygen` writes, without a passphrase (OpenSSH's PROTOCOL.key). */
function opensshFile(secret: Buffer, open: Buffer, blob: Buffer): string {
  const check = secret.subarray(0, 4);
  const inner = [check, check, text(keyType), field(open), field(Buffer.concat([secret, open])), text("rehearsal")];
  const body = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    ...[text("none"), text("none"), field(Buffer.alloc(0))],
    Buffer.from([0, 0, 0, 1]),
    field(blob),
    field(padded(Buffer.concat(inner))),
  ]);
  const lines = body.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}

function padded(bytes: Buffer): Buffer {
  const missing = (8 - (bytes.length % 8)) % 8;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}
