import assert from "node:assert/strict";
import test from "node:test";
import { masked, maskedText } from "../../src/model/mask.ts";

const secrets: readonly (readonly [text: string, shown: string])[] = [
  ["key AKIAIOSFODNN7EXAMPLE was refused", "key AKIA(masked) was refused"],
  ["ASIAIOSFODNN7EXAMPLE", "ASIA(masked)"],
  ["Authorization: AWS4-HMAC-SHA256 Credential=x, Signature=y\nnext", "Authorization: (masked)\nnext"],
  ["X-Amz-Security-Token=FQoGZXIvYXdzE&Action=Run", "X-Amz-Security-Token=(masked)&Action=Run"],
  ['{"password": "a b", "user": "jane"}', '{"password": (masked), "user": "jane"}'],
  ["secret_access_key = wJalrXUtnFEMI", "secret_access_key = (masked)"],
  ["https://jane:hunter2@host/", "https://jane:(masked)@host/"],
  ["-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nrest", "(masked)\nrest"],
  ["-----BEGIN OPENSSH PRIVATE KEY-----\ncut off", "(masked)"],
];

for (const [text, shown] of secrets)
  test(`masked: ${shown.split("\n")[0]}`, () => assert.equal(maskedText(text), shown));

const plain = [
  "clientToken=r7-create",
  "i-0abc pending -> running",
  "metadataTokens required",
  "ssh-ed25519 AAAAC3 jane@ops",
  "secretsmanager:GetSecretValue on arn:aws:secretsmanager:us-east-1:123456789012:secret:jobs/db-a1b2c3",
];
for (const text of plain) test(`not a secret: ${text}`, () => assert.equal(maskedText(text), text));

test("what is filed under a secret's name is masked at any depth, and only there", () => {
  const value = { user: "jane", nested: [{ secretAccessKey: "wJalr", Password: "x", sessionToken: { a: 1 } }] };
  const shown = {
    user: "jane",
    nested: [{ secretAccessKey: "(masked)", Password: "(masked)", sessionToken: "(masked)" }],
  };
  assert.deepEqual(masked(value), shown);
});

test("the token of an effect stays readable: one finds the effect again by it", () => {
  const intended = { change: "create volume/a", token: "r7-abc", repeat: "idempotent" };
  assert.deepEqual(masked(intended), intended);
  assert.deepEqual(masked({ ClientToken: "r7-abc" }), { ClientToken: "r7-abc" });
  assert.deepEqual(masked({ token: "r7-abc" }), { token: "(masked)" });
});

test("settings about secrets are not secrets", () => {
  const fields = { metadataTokens: "required", tokenLifeSeconds: 60, hasPassword: true, password: null };
  assert.deepEqual(masked(fields), fields);
});
