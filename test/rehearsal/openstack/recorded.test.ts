import assert from "node:assert/strict";
import test from "node:test";
import { type Json, parsedJson } from "#src/model/json.ts";
import { shapeDifferences } from "../mesos/shape.ts";
import { intended, isOurs } from "./differences.ts";
import { type Exchange, recorded } from "./recordings.ts";
import { type Answered, Replay } from "./replay.ts";

/** In the order in which they were recorded: what one makes, the next ones look at. */
const files = [
  "auth",
  "tokens",
  "versions",
  "catalogues",
  "images",
  "fleet",
  "lists",
  "reader-metadata-tags",
  "reboot-stop",
  "lock",
  "volume-errors",
  "create-errors",
  "http-errors",
  "delete",
  "rebuild",
];

/** Looked at before anything can have ended. */
const isAtOnce = /at-once|show-(building|rebooting|attaching|just-deleted|deleting)/;
const comparedHeaders = [
  "content-type",
  "openstack-api-version",
  "x-openstack-nova-api-version",
  "vary",
  "retry-after",
];

/** Every difference of one answer, worded. */
function differencesOf(exchange: Exchange, { status, headers, text }: Answered): readonly string[] {
  const found = status === exchange.status ? [] : [`status: ${status}, not ${exchange.status}`];
  for (const name of comparedHeaders) {
    const [truth, ours] = [exchange.answerHeaders[name], headers.get(name) ?? undefined];
    if (truth?.toLowerCase() !== ours?.toLowerCase()) found.push(`${name}: ${ours}, not ${truth}`);
  }
  return [...found, ...bodyDifferences(exchange, text)];
}

/** An error is the same to the letter; else the shape is. */
function bodyDifferences({ answer, status }: Exchange, text: string): readonly string[] {
  const ours: Json = text === "" ? null : (parsedJson(text) ?? text);
  if (status < 400) return shapeDifferences(answer, ours);
  const [truth, said] = [answer, ours].map((body) => JSON.stringify(sorted(body)));
  return truth === said ? [] : [`text: ${said}, not ${truth}`];
}

function sorted(value: Json): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort()
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

test("the rehearsed cloud answers like the recorded one", async () => {
  const replay = new Replay();
  const [found, met]: [string[], Set<unknown>] = [[], new Set()];
  for (const exchange of files.flatMap(recorded).filter(isOurs)) {
    if (exchange.name === "volume-delete-attached-400") replay.unlockAll();
    if (!isAtOnce.test(exchange.name)) replay.site.ground.time.sleep(90_000);
    for (const difference of differencesOf(exchange, await replay.answerTo(exchange))) {
      const known = intended.find((one) => one.exchanges.test(exchange.name) && one.differences.test(difference));
      if (known) met.add(known);
      else found.push(`${exchange.name} ${difference}`);
    }
  }
  assert.deepEqual(found, []);
  assert.deepEqual(
    intended.filter((one) => !met.has(one)).map(({ because }) => because),
    [],
    "differences that are none any more",
  );
});
