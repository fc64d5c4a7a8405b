import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { Json } from "../../../src/model/json.ts";
import { accessChange } from "../../../src/systems/aws/iam/compare.ts";
import { decodedDocument, documentDigest, documentOf } from "../../../src/systems/aws/iam/document.ts";

const allow = (Action: Json, Resource: Json = "*", more: Readonly<Record<string, Json>> = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const deny = (Action: Json, Resource: Json = "*", more: Readonly<Record<string, Json>> = {}) => ({
  ...allow(Action, Resource, more),
  Effect: "Deny",
});
const policy = (...Statement: readonly Json[]): Json => ({ Version: "2012-10-17", Statement });
const change = (before: Json, after: Json) => accessChange(documentOf(before), documentOf(after));
const digestOf = (value: Json) => documentDigest(documentOf(value));

const one = policy(
  allow(["s3:GetObject", "s3:ListBucket"], ["arn:aws:s3:::a", "arn:aws:s3:::b/*"], { Sid: "Read" }),
  deny("s3:*", "arn:aws:s3:::secret/*", { Condition: { Bool: { "aws:SecureTransport": "false" } } }),
);

test("order, lists of one, the case of actions, and URL-encoding are no difference", () => {
  const other: Json = {
    Statement: [
      {
        Resource: ["arn:aws:s3:::secret/*"],
        Condition: { Bool: { "aws:SecureTransport": [false] } },
        Effect: "Deny",
        Action: ["S3:*"],
      },
      {
        Sid: "Read",
        Resource: ["arn:aws:s3:::b/*", "arn:aws:s3:::a"],
        Effect: "Allow",
        Action: ["s3:listbucket", "s3:GetObject"],
      },
    ],
    Version: "2012-10-17",
  };
  assert.equal(digestOf(one), digestOf(other));
  assert.equal(digestOf(decodedDocument(encodeURIComponent(JSON.stringify(one)))), digestOf(one));
  assert.deepEqual(change(one, other), { added: [], removed: [] });
  assert.deepEqual(change(other, one), { added: [], removed: [] });
});

test("a Version and a Sid make another document, and give no access", () => {
  const statements = JSON.parse(JSON.stringify(one)).Statement;
  const old = { Version: "2008-10-17", Statement: statements };
  assert.notEqual(digestOf(old), digestOf(one));
  assert.equal(digestOf({ Statement: statements }), digestOf(old), "without a Version it is the oldest");
  assert.deepEqual(change(old, one), { added: [], removed: [] });
  const renamed: Json = JSON.parse(JSON.stringify(one).replace('"Read"', '"ReadJobs"'));
  assert.notEqual(digestOf(renamed), digestOf(one));
  assert.deepEqual(change(one, renamed), { added: [], removed: [] });
});

const home = `arn:aws:s3:::home/$\{aws:username}/*`;

const added: readonly (readonly [string, Json, Json, readonly string[]])[] = [
  [
    "an action more on one of two resources",
    policy(allow("s3:GetObject", ["arn:aws:s3:::a", "arn:aws:s3:::b"])),
    policy(
      allow("s3:GetObject", ["arn:aws:s3:::a", "arn:aws:s3:::b"]),
      allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::b"),
    ),
    ["s3:PutObject on arn:aws:s3:::b"],
  ],
  [
    "a wildcard that grew",
    policy(allow("s3:Get*", "arn:aws:s3:::jobs/results/*")),
    policy(allow("s3:Get*", "arn:aws:s3:::jobs/*")),
    ["s3:Get* on arn:aws:s3:::jobs/*"],
  ],
  ["an action's wildcard that grew", policy(allow("s3:Get*")), policy(allow("s3:*")), ["s3:* on *"]],
  ["everything", policy(allow("s3:*")), policy(allow("*")), ["* on *"]],
  [
    "a Deny less",
    policy(allow("s3:*"), deny(["s3:DeleteBucket", "s3:DeleteObject"])),
    policy(allow("s3:*"), deny("s3:DeleteObject")),
    ["no longer denied: s3:DeleteBucket on *"],
  ],
  [
    "a Deny that got a condition",
    policy(deny("s3:*")),
    policy(deny("s3:*", "*", { Condition: { Bool: { "aws:SecureTransport": "false" } } })),
    ["no longer denied: s3:* on *"],
  ],
  [
    "a condition less",
    policy(allow("s3:*", "*", { Condition: { Bool: { "aws:SecureTransport": "true" } } })),
    policy(allow("s3:*")),
    ["s3:* on *"],
  ],
  [
    "a condition with a value more",
    policy(allow("ec2:*", "*", { Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } })),
    policy(allow("ec2:*", "*", { Condition: { StringEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] } } })),
    ["ec2:* on * if StringEquals aws:RequestedRegion is eu-west-1 or us-east-1"],
  ],
  [
    "a principal more",
    policy(allow("sts:AssumeRole", "*", { Principal: { Service: "ec2.amazonaws.com" } })),
    policy(allow("sts:AssumeRole", "*", { Principal: { Service: "ec2.amazonaws.com", AWS: "123456789012" } })),
    ["sts:AssumeRole on * by AWS:123456789012, Service:ec2.amazonaws.com"],
  ],
  [
    "an exception less",
    policy({ Effect: "Allow", NotAction: ["iam:*", "ec2:*"], Resource: "*" }),
    policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
    ["everything but iam:* on *"],
  ],
  [
    "another ARN part, which * does not reach",
    policy(allow("sqs:SendMessage", "arn:aws:sqs:*:*:jobs")),
    policy(allow("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:other")),
    ["sqs:SendMessage on arn:aws:sqs:us-east-1:123456789012:other"],
  ],
  [
    "a variable, which is no text of so many letters",
    policy(allow("s3:*", [`arn:aws:s3:::home/${"?".repeat(15)}`, "arn:aws:s3:::home/*username}"])),
    policy(allow("s3:*", `arn:aws:s3:::home/$\{aws:username}`)),
    [`s3:* on arn:aws:s3:::home/$\{aws:username}`],
  ],
  [
    "a variable in the place of a region",
    policy(allow("sqs:*", "arn:aws:sqs:*:*:123456789012:jobs")),
    policy(allow("sqs:*", `arn:aws:sqs:$\{aws:RequestedRegion}:123456789012:jobs`)),
    [`sqs:* on arn:aws:sqs:$\{aws:RequestedRegion}:123456789012:jobs`],
  ],
  [
    "what a variable stands for from now on",
    { Version: "2008-10-17", Statement: [allow("s3:*", home)] },
    policy(allow("s3:*", home)),
    [`whatever $\{...} stands for: the Version is 2012-10-17 and was 2008-10-17`],
  ],
];

for (const [what, before, after, lines] of added) {
  test(`added access is seen: ${what}`, () => {
    assert.deepEqual(change(before, after).added, lines);
    assert.deepEqual(change(after, after), { added: [], removed: [] });
  });
}

test("what is narrower adds nothing: an action within a wildcard, an ARN within one, a condition or a Deny more", () => {
  const before = policy(allow(["s3:*", "ec2:Describe*"], "*"), { Effect: "Allow", NotAction: "iam:*", Resource: "*" });
  const narrower = policy(
    allow("s3:GetObject", "arn:aws:s3:::a/b?"),
    allow("ec2:DescribeTags", "*", { Condition: { Bool: { "aws:SecureTransport": "true" } } }),
    allow("sqs:SendMessage"),
    deny("s3:DeleteObject"),
    allow("s3:GetObject", home),
  );
  const { added: given, removed } = change(before, narrower);
  assert.deepEqual(given, []);
  assert.deepEqual(removed.at(-1), "denied from now on: s3:DeleteObject on *");
});

test("a pattern of many wildcards is compared at once", () => {
  const many = `s3:${"a*".repeat(60)}`;
  assert.deepEqual(change(policy(allow(many)), policy(allow(`s3:${"a".repeat(120)}b`))).added.length, 0);
  assert.deepEqual(change(policy(allow(`${many}c`)), policy(allow(`s3:${"a".repeat(120)}b`))).added.length, 1);
});

/** Small enough that one can try every request. */
const actions = ["s3:GetObject", "s3:PutObject", "s3:GetAcl", "ec2:RunInstances"];
const resources = ["arn:aws:s3:::a", "arn:aws:s3:::a/b", "arn:aws:s3:::ab", "arn:aws:s3:::b"];
const someOf = (...patterns: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...patterns), { minLength: 1, maxLength: 3 });
const actionPatterns = someOf("*", "s3:*", "s3:Get*", "s3:?etObject", "S3:PUT*", ...actions);
const resourcePatterns = someOf("*", "arn:aws:s3:::a*", "arn:aws:s3:::a/*", "arn:aws:s3:::?", ...resources);
const statement = fc
  .record({
    Effect: fc.constantFrom("Allow", "Allow", "Deny"),
    action: fc.constantFrom("Action", "Action", "NotAction"),
    resource: fc.constantFrom("Resource", "Resource", "NotResource"),
    actions: actionPatterns,
    resources: resourcePatterns,
    isConditional: fc.boolean(),
  })
  .map(({ Effect, action, resource, actions, resources, isConditional }) => ({
    ...{ Effect, [action]: actions, [resource]: resources },
    ...(isConditional && { Condition: { Bool: { x: "true" } } }),
  }));
const policies = fc.array(statement, { maxLength: 3 }).map((statements) => policy(...statements));

const matches = (pattern: string, text: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "i",
  ).test(text);
const lists = (value: unknown, text: string) =>
  Array.isArray(value) && value.some((each) => matches(String(each), text));
type Written = Readonly<Record<string, unknown>>;
const speaksOf = (each: Written, key: string, text: string) =>
  key in each ? lists(each[key], text) : !lists(each[`Not${key}`], text);

/** IAM's own rule: a Deny that fits, else an Allow that fits. */
function isAllowed(document: Json, action: string, resource: string, isTrue: boolean): boolean {
  const { Statement }: { readonly Statement: readonly Written[] } = JSON.parse(JSON.stringify(document));
  const fitting = Statement.filter(
    (each) =>
      speaksOf(each, "Action", action) && speaksOf(each, "Resource", resource) && (isTrue || !("Condition" in each)),
  );
  return fitting.some(({ Effect }) => Effect === "Allow") && !fitting.some(({ Effect }) => Effect === "Deny");
}

test("whatever the documents: no request is newly allowed without a line that says so", () => {
  fc.assert(
    fc.property(policies, policies, (before, after) => {
      const { added: given, removed } = change(before, after);
      const requests = actions.flatMap((action) =>
        resources.flatMap((resource) => [true, false].map((isTrue) => [action, resource, isTrue] as const)),
      );
      const gained = requests.filter((each) => !isAllowed(before, ...each) && isAllowed(after, ...each));
      const lost = requests.filter((each) => isAllowed(before, ...each) && !isAllowed(after, ...each));
      if (gained.length > 0) assert.notDeepEqual(given, [], `${gained[0]}`);
      if (lost.length > 0) assert.notDeepEqual(removed, [], `${lost[0]}`);
      if (digestOf(before) === digestOf(after)) assert.deepEqual([...given, ...removed], []);
    }),
    { numRuns: 300 },
  );
});
