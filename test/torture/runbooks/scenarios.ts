import type { OpenStackEnvironment } from "#src/model/environment.ts";
import type { Site } from "#src/rehearsal/site/index.ts";
import alibuild from "../../../environments/alibuild.ts";

export interface Typed {
  readonly expression: string;
  /** Flags that answer what it asks. */
  readonly answers: readonly string[];
}

/** One run of a runbook, from a world as it was prepared to the end. */
export interface Scenario extends Typed {
  readonly name: string;
  readonly environment?: OpenStackEnvironment;
  /** Runs before it. */
  readonly before?: readonly Typed[];
  prepare?(site: Site): void;
}

const plain: OpenStackEnvironment = { ...alibuild, openstack: { ...alibuild.openstack, provisioner: "openstack" } };

function answers(name: string, attested: Readonly<Record<string, string>> = {}): readonly string[] {
  const notes = Object.entries({ "key-is-right": "accept", agreed: "the shifters", why: "spare", ...attested });
  return ["--yes", "--confirm", name, ...notes.flatMap(([step, note]) => ["--attest", `${step}=${note}`])];
}

const moves = Object.fromEntries(alibuild.masters.names.map((name) => [`move-from-${name}`, "move"]));
const masterAnswers = [...answers("alimesos01", moves), "--confirm", "alimesos02", "--confirm", "alimesos03"];
const deleteMaster = { expression: 'DeleteVm!("alimesos02")', answers: ofDeletion("alimesos02") };

/** Every runbook that acts, and the plain way where the console itself calls Nova and Cinder. */
export const scenarios: readonly Scenario[] = [
  scenario("RebuildAgent, cordoned", 'RebuildAgent!("alibuild07")', ofAgent("cordon")),
  scenario("RebuildAgent, drained", 'RebuildAgent!("alibuild07")', ofAgent("drain")),
  { ...scenario("RebuildAgent, plain", 'RebuildAgent!("alibuild07")', ofAgent("cordon")), environment: plain },
  scenario("RebootServer of an agent", 'RebootServer!("alibuild13")', answers("alibuild13", { way: "cordon" })),
  scenario("RebootServer of a master", 'RebootServer!("alimesos01")', answers("alimesos01")),
  {
    ...scenario(
      "RebootServer of a locked server",
      'RebootServer!("alibuild03")',
      answers("alibuild03", { way: "go-on" }),
    ),
    prepare: lockProtected,
  },
  {
    ...scenario("RebootServer, plain", 'RebootServer!("alibuild03")', answers("alibuild03", { way: "drain" })),
    environment: plain,
    prepare: lockProtected,
  },
  scenario("RebuildMaster that leads", 'RebuildMaster!("alimesos01")', masterAnswers),
  scenario("MoveLeadership", "MoveLeadership!()", masterAnswers),
  scenario("CreateAgent", 'CreateAgent!("alibuild42")', answers("alibuild42")),
  { ...scenario("CreateAgent, plain", 'CreateAgent!("alibuild42")', answers("alibuild42")), environment: plain },
  {
    ...scenario("CreateMaster", 'CreateMaster!("alimesos02", "cern-geneva-b")', answers("alimesos02")),
    before: [deleteMaster],
  },
  scenario("DeleteVm", 'DeleteVm!("alibuild13")', ofDeletion("alibuild13")),
  {
    ...scenario("DeleteVm, plain", 'DeleteVm!("alibuild13")', ofDeletion("alibuild13")),
    environment: plain,
    prepare: recordsGoToo,
  },
  scenario("Protect", "Protect!()", answers("protection")),
  scenario("RunCommand", 'RunCommand!("alibuild13", "systemctl", "restart", "docker")', answers("alibuild13")),
];

function scenario(name: string, expression: string, given: readonly string[]): Scenario {
  return { name, expression, answers: given };
}

function ofAgent(way: string): readonly string[] {
  return answers("alibuild07", { way, "old-id": "gone", rest: "go-on" });
}

function ofDeletion(name: string): readonly string[] {
  return [...answers(name, { loss: "go-on" }), "--confirm", `${name}.${alibuild.domain}_vol_001`];
}

/** OpenStack's own calls leave the record in Foreman, which its administrators then delete. */
function recordsGoToo({ servers, foreman, ground }: Site): void {
  servers.watch((event, { name }) => {
    if (event === "removed") foreman.remove(`${name}.${ground.environment.domain}`);
  });
}

function lockProtected({ servers }: Site): void {
  const server = servers.all().find(({ name }) => name === "alibuild03");
  if (server) servers.setLock(server.id, { reason: "protected" });
}
