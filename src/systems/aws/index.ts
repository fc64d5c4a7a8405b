import type { AwsEnvironment } from "../../model/environment.ts";
import { OpsError } from "../../model/error.ts";
import type { CheckRow } from "../../model/status.ts";
import type { System } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import { checkAccess } from "./access.ts";
import { openAccount } from "./account.ts";
import type { Service } from "./commands.ts";
import { holdsNow } from "./conditions.ts";
import { holdMark } from "./hold-mark.ts";
import { type Host, hostsOf } from "./hosts.ts";
import type { ReadFiles } from "./iam/wanted.ts";
import type { Kind } from "./kind.ts";
import { kinds } from "./kinds/index.ts";
import { lookAt } from "./look.ts";
import { observeAll } from "./observe.ts";
import { sendRaw } from "./raw.ts";
import { resolveTargets } from "./resolve.ts";
import type { Throttle } from "./retry.ts";
import { strangerNotes } from "./strangers.ts";

export type { Service } from "./commands.ts";
export type { Host } from "./hosts.ts";
export type { ReadFiles } from "./iam/wanted.ts";
export type { Throttle } from "./retry.ts";

export interface AwsOptions {
  readonly environment: AwsEnvironment;
  readonly world: World;
  /** A service asks to slow down; the call waits and goes on by itself. */
  onThrottle(event: Throttle): void;
  /** Reads the repository of the roles' policies, at the tip of its default branch. */
  readonly policies?: ReadFiles;
}

/** What the `aws` system has beyond a system. */
export interface AwsExtras {
  /** A command that is known to be read-only, or a dry run of EC2; everything else is refused. */
  raw(service: Service, commandName: string, input: unknown): Promise<unknown>;
  /** Which credentials, account, region, rights and expiry the operator has. Never throws for a failed row. */
  checkAccess(): Promise<readonly CheckRow[]>;
  hosts(stack: string): Promise<readonly Host[]>;
}

export type Aws = System & AwsExtras;

/** The adapter of EC2, Auto Scaling, IAM and STS. The SDK is loaded at the first call. */
export function createAws(options: AwsOptions): Aws {
  const { environment, policies } = options;
  const account = openAccount(options);
  return {
    name: "aws",
    identify: account.identify,
    observe: (resources) => observeAll(lookAt(account, environment, resources, policies)),
    diff(resource, observed) {
      const { drafts, notes } = kindOf(resource.kind).diff(resource, observed, environment);
      return { drafts, notes: [...notes, ...strangerNotes(resource, observed)] };
    },
    apply: (change, effects) => kindOf(change.kind).apply(change, { ...options, account, effects }),
    resolve: (change) => resolveTargets(change.targets, account),
    holds: (condition) => holdsNow(condition, account, environment),
    holdMark: holdMark(account, environment),
    close: account.close,
    raw: (service, commandName, input) => sendRaw(service, commandName, input, account),
    checkAccess: () => checkAccess(account, options),
    hosts: (stack) => hostsOf(stack, account, environment),
  };
}

function kindOf(name: string): Kind {
  const found = kinds.find(({ kind }) => kind === name);
  if (found) return found;
  throw new OpsError({
    code: "unknown-kind",
    reason: "internal",
    what: `The aws system has no kind ${name}`,
    why: `it has ${kinds.map(({ kind }) => kind).join(", ")}`,
    next: "correct the recipe",
  });
}
