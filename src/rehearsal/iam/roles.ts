import type { AwsEnvironment } from "../../model/environment.ts";
import type { Ground } from "../model/ground.ts";
import { AwsError } from "../wire/error.ts";
import { deployedPolicies, nameOf } from "./policies.ts";

/** An inline policy, and what IAM showed in its place until everybody saw the change. */
interface Entry {
  /** `undefined`: removed. */
  readonly document: string | undefined;
  readonly before: string | undefined;
  /** World milliseconds. */
  readonly changedAt: number;
}

export interface Role {
  readonly name: string;
  readonly policies: Map<string, Entry>;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
}

/** The sum of a role's inline policies, white space not counted. Source: IAM user guide, "IAM and STS quotas". */
const charactersAtMost = 10_240;

/** The roles of the environment's instance profiles, each of its profile's name, with their inline policies. */
export class Roles {
  readonly #ground: Ground;
  readonly #roles: ReadonlyMap<string, Role>;

  constructor(ground: Ground, environment: AwsEnvironment) {
    this.#ground = ground;
    const policies = policiesByRole(environment, ground.time.now());
    this.#roles = new Map(
      ground.place.profiles.map((name) => [
        name,
        {
          name,
          policies: policies.get(name) ?? new Map(),
          attached: ["arn:aws:iam::aws:policy/AmazonSSMReadOnlyAccess"],
        },
      ]),
    );
  }

  names(): readonly string[] {
    return [...this.#roles.keys()];
  }

  /** @throws AwsError `NoSuchEntity` */
  seek(name: string): Role {
    const role = this.#roles.get(name);
    if (role) return role;
    throw new AwsError("NoSuchEntity", `The role with name ${name} cannot be found.`, 404);
  }

  /** Names and documents of its inline policies, as they are seen now, by name. */
  policiesOf(name: string): ReadonlyMap<string, string> {
    const shown = [...this.seek(name).policies].flatMap(([policy, entry]) => {
      const text = this.#ground.troubles.isHidden(entry.changedAt) ? entry.before : entry.document;
      return text === undefined ? [] : [[policy, text] as const];
    });
    return new Map(shown.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** @throws AwsError `LimitExceeded` */
  put(name: string, policy: string, document: string): void {
    const role = this.seek(name);
    const others = [...role.policies].filter(([other]) => other !== policy);
    const size = others.reduce((sum, [, entry]) => sum + sizeOf(entry.document ?? ""), sizeOf(document));
    if (size > charactersAtMost) {
      const why = `Maximum policy size of ${charactersAtMost} bytes exceeded for role ${name}`;
      throw new AwsError("LimitExceeded", why, 409);
    }
    this.#change(role, policy, document);
  }

  /** @throws AwsError `NoSuchEntity` */
  remove(name: string, policy: string): void {
    const role = this.seek(name);
    if (role.policies.get(policy)?.document === undefined) throw noSuchPolicy(policy);
    this.#change(role, policy, undefined);
  }

  #change(role: Role, policy: string, document: string | undefined): void {
    const before = role.policies.get(policy)?.document;
    role.policies.set(policy, { document, before, changedAt: this.#ground.time.now() });
  }
}

export function noSuchPolicy(name: string): AwsError {
  return new AwsError("NoSuchEntity", `The role policy with name ${name} cannot be found.`, 404);
}

/** White space between the parts does not count; within texts there is hardly any. */
function sizeOf(document: string): number {
  return document.replace(/\s/g, "").length;
}

function policiesByRole({ name, stacks, sources }: AwsEnvironment, now: number): Map<string, Map<string, Entry>> {
  if (!sources) return new Map();
  const pairs = Object.keys(stacks).flatMap((stack) =>
    Object.keys(sources.iam.roles).map((role) => {
      const named = nameOf(sources.iam.roleName, { environment: name, stack, role });
      return [named, entriesOf(deployedPolicies(sources.iam, role), now)] as const;
    }),
  );
  return new Map(pairs);
}

const monthMilliseconds = 30 * 24 * 60 * 60 * 1000;

/** Written by another tool: the same access in another spelling. */
function entriesOf(policies: ReadonlyMap<string, string>, now: number): Map<string, Entry> {
  const entries = [...policies].map(([name, text]): [string, Entry] => {
    const document = JSON.stringify(JSON.parse(text), (_, value) => (isListOfOne(value) ? value[0] : value));
    return [name, { document, before: document, changedAt: now - monthMilliseconds }];
  });
  return new Map(entries);
}

function isListOfOne(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length === 1;
}
