import type { AwsEnvironment } from "../../model/environment.ts";
import type { Change, Difference } from "../../model/plan.ts";
import type { Observed, Resource } from "../../model/resource.ts";
import type { Effects } from "../../model/system.ts";
import type { World } from "../../model/world.ts";
import type { Account } from "./account.ts";
import type { ReadFiles } from "./iam/wanted.ts";
import type { Look } from "./look.ts";

/** What it takes to change something. */
export interface Tools {
  readonly account: Account;
  readonly environment: AwsEnvironment;
  readonly world: World;
  readonly effects: Effects;
  /** Reads the repository of the policies. Absent: the environment has no sources. */
  readonly policies?: ReadFiles;
}

/** One kind of resource of the account; one file each in `kinds/`. Its desired fields: `model/aws-kinds.ts`. */
export interface Kind {
  readonly kind: string;
  /** `resources`: those of this kind. */
  observe(resources: readonly Resource[], look: Look): Promise<readonly Observed[]>;
  /** Pure. */
  diff(resource: Resource, observed: readonly Observed[], environment: AwsEnvironment): Difference;
  /** Re-entrant: the effects that are done give their recorded values. */
  apply(change: Change, tools: Tools): Promise<void>;
}
