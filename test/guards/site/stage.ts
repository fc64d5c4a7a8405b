import assert from "node:assert/strict";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenStackEnvironment } from "#src/model/environment.ts";
import type { SiteServer } from "#src/rehearsal/site/server.ts";
import type { SiteVolume } from "#src/rehearsal/site/volumes.ts";
import { type Answer, alibuild, type Ending, SiteStage } from "../../support/site-stage.ts";
import type { Scene } from "./case.ts";

const answered = {
  agreed: "the shifters",
  why: "it is not needed any more",
  way: "drain",
  important: "no",
  loss: "go-on",
  unseen: "go-on",
  "zone-taken": "go-on",
  "key-is-right": "accept",
};

/** The place as one has it who minds no guard: all hosts are agents, and nothing is protected. */
const unguarded: OpenStackEnvironment = {
  ...alibuild,
  protects: [],
  masters: { ...alibuild.masters, names: [], ids: {}, namePattern: "^$" },
  agents: { ...alibuild.agents, namePattern: "^ali" },
};

/** In memory where that is possible: a journal waits for its disk at each step. */
function newHome(): string {
  const memory = "/dev/shm";
  return mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), "guards-"));
}

/** Every name that a question could want. */
function names({ site }: SiteStage): readonly string[] {
  const { servers, volumes } = site;
  return ["masters", "protection", ...servers.all().map(({ name }) => name), ...volumes.all().map(({ name }) => name)];
}

/** Every answer that can be given beforehand. */
export function willing(stage: SiteStage): readonly string[] {
  const confirmed = names(stage).flatMap((name) => ["--confirm", name]);
  const attested = Object.entries(answered).flatMap(([step, note]) => ["--attest", `${step}=${note}`]);
  return ["--yes", ...confirmed, ...attested];
}

/** One embedded place, consoles on it in this process, and somebody else at work there. */
export class Place implements Scene {
  readonly base = alibuild;
  readonly stage: SiteStage;

  private constructor(stage: SiteStage) {
    this.stage = stage;
  }

  static async open(t: Ending, faults: readonly string[]): Promise<Place> {
    return new Place(await SiteStage.open(t, { faults, home: newHome() }));
  }

  get site() {
    return this.stage.site;
  }

  readonly server = (name: string): SiteServer =>
    this.site.servers.byName(name) ?? assert.fail(`there is no server ${name}`);

  volume(name: string): SiteVolume {
    return this.site.volumes.all().find((each) => each.name === name) ?? assert.fail(`there is no volume ${name}`);
  }

  lend(name: string, to: string, isDeletedOnTermination = false): void {
    const { id, attachment } = this.volume(name);
    if (attachment) this.site.servers.detach(attachment.serverId, id);
    this.pass(1);
    this.site.servers.attach(this.server(to).id, id, undefined, isDeletedOnTermination);
    this.pass(1);
  }

  addVolume(name: string, at: string, isDeletedOnTermination = false): SiteVolume {
    this.site.volumes.create({ name, sizeGiB: 10 });
    this.lend(name, at, isDeletedOnTermination);
    return this.volume(name);
  }

  addServer(name: string, projectId?: string): SiteServer {
    const { catalogue, servers } = this.site;
    const imageId = catalogue.images.at(-1)?.id ?? "";
    const server = servers.create({ name, flavor: this.base.agents.flavor, imageId, ...(projectId && { projectId }) });
    this.pass(3);
    return server;
  }

  drop(name: string): void {
    this.site.servers.remove(this.server(name).id);
    this.pass(2);
  }

  pass(minutes: number): void {
    this.stage.pass(minutes);
  }

  get home(): string {
    return this.stage.home;
  }

  async look(expression: string, environment: OpenStackEnvironment = this.base): Promise<void> {
    const { status, stderr } = await this.type(environment, [], expression);
    assert.equal(status, 0, stderr);
  }

  async command(host: string, ...argv: readonly string[]): Promise<void> {
    const call = `RunCommand!(${[host, ...argv].map((word) => JSON.stringify(word)).join(", ")})`;
    const { status, stderr } = await this.type(unguarded, ["--yes", "--confirm", host], call);
    assert.equal(status, 0, stderr);
  }

  async park(expression: string, answers: readonly string[] = ["--yes"]): Promise<void> {
    await mustPark(this.type(this.base, answers, expression));
  }

  type(environment: OpenStackEnvironment, answers: readonly string[], expression: string): Promise<Answer> {
    this.stage.adopt(environment);
    return this.stage.ask(answers, expression);
  }
}

async function mustPark(asking: Promise<Answer>): Promise<void> {
  const { status, stderr } = await asking;
  assert.equal(status, 4, stderr);
}
