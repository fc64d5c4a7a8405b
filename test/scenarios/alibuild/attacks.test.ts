import assert from "node:assert/strict";
import test, { after } from "node:test";
import { exitStatusOf } from "../../../src/model/error.ts";
import { casesOf } from "../../guards/files.ts";
import { type Attack, type Neighbour, routes } from "../../guards/site/case.ts";
import { Place, willing } from "../../guards/site/stage.ts";
import type { Document } from "../../support/site-stage.ts";

/** One file per case: `site/<guard>/attacks/*.ts` must be refused, `site/<guard>/neighbours/*.ts` must be allowed. */
const attacks = await casesOf<Attack>("site/*/attacks");
const neighbours = await casesOf<Neighbour>("site/*/neighbours");

type Case = Attack | Neighbour;

/** What changes nothing shares its place with all that have the same said of it. */
const shared: { readonly key: readonly unknown[]; readonly opened: Promise<Place> }[] = [];
const closing: (() => unknown)[] = [];
after(async () => {
  for (const close of closing.toReversed()) await close();
});

function placeOf(each: Case): Promise<Place> {
  const { ruse, faults = [] } = each;
  const key = [ruse, ...faults];
  const known = shared.find((each) => each.key.length === key.length && each.key.every((one, i) => one === key[i]));
  if (known) return known.opened;
  const opened = open(each);
  shared.push({ key, opened });
  return opened;
}

async function open({ ruse, faults = [] }: Pick<Case, "ruse" | "faults">): Promise<Place> {
  const place = await Place.open({ after: (close) => closing.push(close) }, faults);
  await ruse?.(place);
  return place;
}

function typed(each: Case, place: Place, answers: readonly string[]) {
  const environment = each.environment?.(place.base) ?? place.base;
  return place.type(environment, answers, each.typed(place));
}

for (const { guard, each } of attacks)
  test(`${guard} holds: ${each.title} (${each.route})`, async () => {
    const place = await placeOf(each);
    const before = place.stage.changes().length;
    const { status, document } = await typed(each, place, willing(place.stage));
    const { by, reason = "refused", says = /./ } = each;
    assertStopped(document, { code: by, reason, status: exitStatusOf(reason) }, status);
    assert.match(document.error.why, says);
    assert.deepEqual(place.stage.changes().slice(before), []);
  });

interface Expected {
  readonly code: string;
  readonly reason: string;
  readonly status: number;
}

/** Who says so, why, and what one does instead. */
function assertStopped({ error = {} }: Document, expected: Expected, status: number | null): void {
  const { code, reason, what, why, next } = error;
  assert.deepEqual({ code, reason, status }, expected, `${what}: ${why}`);
  assert.ok(why && next, "it says why, and what is possible instead");
}

for (const { guard, each } of neighbours)
  test(`${guard} allows: ${each.title}`, async () => {
    const place = await (each.did.length > 0 ? open(each) : placeOf(each));
    const before = place.stage.changes().length;
    const { status, stderr } = await typed(each, place, ["--yes", ...(each.answers ?? [])]);
    assert.equal(status, each.isDone ? 0 : 4, stderr);
    assertDid(place.stage.changes().slice(before), each.did);
  });

function assertDid(changes: readonly string[], did: readonly RegExp[]): void {
  if (did.length === 0) assert.deepEqual(changes, []);
  let at = 0;
  for (const each of did) {
    const found = changes.slice(at).findIndex((change) => each.test(change));
    assert.ok(found >= 0, `${each} is among ${changes.slice(at).join("\n")}`);
    at += found + 1;
  }
}

test("every route to the build infrastructure is tried in at least four ways", () => {
  const tried = (route: string) => attacks.filter(({ each }) => each.route === route).length;
  assert.deepEqual(
    routes.filter((route) => tried(route) < 4),
    [],
  );
});
