import type { AwsEnvironment } from "../../src/model/environment.ts";
import type { Forge } from "../../src/rehearsal/forge/index.ts";
import { type ServedWorld, serveWorld } from "../../src/rehearsal/server.ts";
import type { RehearsedWorld } from "../../src/rehearsal/world.ts";
import { smallCampaign } from "./campaign.ts";
import { type Beginning, type Traces, tipsOf, tracesOf } from "./campaign-world.ts";
import { ConsoleStage } from "./console-stage.ts";
import { journalRows } from "./journal-rows.ts";
import type { Ending } from "./site-stage.ts";

export interface CampaignStageOptions {
  readonly environment?: AwsEnvironment;
  readonly faults?: readonly string[];
  readonly seed?: number;
}

/** An embedded account with its repositories and pipelines in this process, and consoles of several operators on it. */
export class CampaignStage extends ConsoleStage<RehearsedWorld> {
  readonly forge: Forge;
  readonly #environment: AwsEnvironment;
  readonly #since: Beginning;

  private constructor(
    served: ServedWorld<RehearsedWorld>,
    forge: Forge,
    of: { environment: AwsEnvironment; since: Beginning; faults: readonly string[] },
  ) {
    super(served, served.port, of.faults);
    this.forge = forge;
    this.#environment = of.environment;
    this.#since = of.since;
    this.adopt(of.environment);
  }

  static async open(t: Ending, options: CampaignStageOptions = {}): Promise<CampaignStage> {
    const { environment = smallCampaign(), faults = [], seed = 1 } = options;
    const served = await serveWorld({ environment, faults, seed });
    const forge = await served.forge?.();
    if (!forge) throw new Error("this world has no repositories");
    const stage = new CampaignStage(served, forge, { environment, faults, since: await tipsOf(forge) });
    t.after(() => stage.end());
    return stage;
  }

  /** Consoles of somebody else, with another home and so another journal, in the same world. */
  another(t: Ending): CampaignStage {
    const of = {
      environment: this.#environment,
      since: this.#since,
      faults: this.served.world.ground.troubles.names(),
    };
    const stage = new CampaignStage(this.served, this.forge, of);
    t.after(() => stage.leave());
    return stage;
  }

  /** What the campaigns of this world have left behind until now. */
  traces(): Promise<Traces> {
    return tracesOf(this.forge, this.served.world, this.#since);
  }

  /** Somebody mended it. */
  mend(fault: string): void {
    this.served.world.ground.troubles.end(fault);
  }

  /** The steps of a run at which a person was asked for words, in that order. */
  asked(run: string): readonly string[] {
    const asked = journalRows(this.home).filter((row) => row.run === run && row.kind === "asked");
    return asked.flatMap(({ step }) => /^ask (.+)$/.exec(step)?.[1] ?? []);
  }

  /** The newest run of that runbook; `undefined`: none began. */
  newest(runbook: string): string | undefined {
    const began = journalRows(this.home).filter(({ kind }) => kind === "began");
    return began.findLast(({ body }) => JSON.parse(body).title.startsWith(`${runbook} `))?.run;
  }
}
