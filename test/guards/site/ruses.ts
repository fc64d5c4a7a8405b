import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "#src/engine/journal/store.ts";
import type { OpenStackEnvironment, ProtectedThing } from "#src/model/environment.ts";
import type { Ruse, Scene } from "./case.ts";

/** The volume of alibuild03, pinned in the environment. */
export const keptVolume = "alibuild03.cern.ch_vol_001";

/** An environment with one more protected thing. */
export function protecting(thing: Omit<ProtectedThing, "because">, base: OpenStackEnvironment): OpenStackEnvironment {
  return { ...base, protects: [...base.protects, { because: "the test says so", ...thing }] };
}

/** The protected servers have other names in Nova. */
export const renamed: Ruse = (scene) => {
  scene.server("alibuild03").name = "alibuild77";
  scene.server("alibuild09").name = "alibuild99";
};

/** A server that nobody protects has the name of one that is protected, and that one another. */
export const swapped: Ruse = (scene) => {
  scene.server("alibuild03").name = "alibuild77";
  scene.server("alibuild13").name = "alibuild03";
  scene.server("alibuild09").name = "alibuild99";
  scene.server("alibuild07").name = "ALIBUILD09";
};

/** The second master has the name of an agent. */
export const renamedMaster: Ruse = (scene) => {
  scene.server("alimesos02").name = "alibuild88";
};

/** The third master is down. */
export const oneMasterDown: Ruse = (scene) => {
  scene.site.servers.stop(scene.server("alimesos03").id);
  scene.pass(5);
};

/** Somebody else rebuilds the third master. */
const oneMasterRebuilt: Ruse = ({ site, server }) => {
  const { id, imageId } = server("alimesos03");
  site.servers.rebuild(id, imageId);
};

/** Aliases in LANDB: of the protected, and of another one that would like to be taken for one. */
export const aliased: Ruse = (scene) => {
  scene.server("alibuild09").metadata.set("landb-alias", "release-builder--load-0-,ci");
  scene.server("alibuild03").metadata.set("landb-alias", "calibration");
  scene.server("alimesos01").metadata.set("landb-alias", "mesos");
  scene.server("alibuild13").metadata.set("landb-alias", "alibuild07,alibuild03.cern.ch");
};

/** Names that two servers have. */
export const twins: Ruse = (scene) => {
  scene.addServer("alibuild13");
  scene.addServer("ALIBUILD07");
};

/** Who was never to be made again is gone. */
export const gone: Ruse = (scene) => {
  scene.drop("alibuild03");
  scene.drop("alibuild09");
};

/** The pinned volume of alibuild03 hangs at a server that nobody protects, a foreign one at another. */
export const lent: Ruse = (scene) => {
  scene.lend(keptVolume, "alibuild13");
  lendForeign(scene, "alibuild07", false);
};

/** The same, and it goes with that server. */
export const lentToGo: Ruse = (scene) => {
  scene.lend(keptVolume, "alibuild13", true);
};

/** Another volume of alibuild03: seen there by a console, then taken to a server that nobody protects. */
export const seenAndLent: Ruse = async (scene) => {
  scene.addVolume("data-7", "alibuild03");
  await scene.look("hosts()");
  scene.lend("data-7", "alibuild13");
};

/** Volumes whose names say whose they are, or that the environment of the case protects, at others' servers. */
export const namedVolumes: Ruse = (scene) => {
  scene.addVolume("alibuild03.cern.ch_vol_002", "alibuild13");
  scene.addVolume("ALIBUILD03.CERN.CH_VOL_001", "alibuild01");
  scene.addVolume("alibuild03-calibration", "alibuild07");
  scene.addVolume("Calibration", "alibuild030");
};

/** Volumes that go with others' servers: one was seen at alibuild03, one is called like one of it, one is foreign. */
export const goingVolumes: Ruse = async (scene) => {
  scene.addVolume("data-6", "alibuild03");
  await scene.look("hosts()");
  scene.lend("data-6", "alibuild01", true);
  scene.addVolume("alibuild03.cern.ch_vol_003", "alibuild07", true);
  lendForeign(scene, "alibuild13", true);
};

/** Runs that wait for an answer: to rebuild, to delete, to run a command, to make a server. */
export const parked: Ruse = async (scene) => {
  await scene.park(`RebuildAgent!("alibuild13")`);
  await scene.park(`DeleteVm!("alibuild13")`);
  await scene.park(`RunCommand!("alibuild13", "poweroff")`);
  await scene.park(`CreateAgent!("alibuild21")`, []);
};

/** The same, and what they are about is otherwise by now. */
export const parkedAndMoved: Ruse = async (scene) => {
  for (const host of ["alibuild13", "alibuild07", "alibuild01"]) await scene.park(`DeleteVm!("${host}")`);
  await scene.park(`RebuildAgent!("alibuild030")`);
  scene.lend(keptVolume, "alibuild13");
  scene.addVolume("results", "alibuild07", true);
  scene.lend("scratch", "alibuild01", true);
  scene.server("alibuild030").name = "alibuild14";
  scene.addServer("alibuild030");
};

/** A rebuild of a master that waits for an answer, while somebody else rebuilds another one by now. */
export const parkedMaster: Ruse = async (scene) => {
  await scene.park(`RebuildMaster!("alimesos01")`);
  await oneMasterRebuilt(scene);
};

const otherProject = "0ddba11ca5e50ddba11ca5e50ddba11c";

/** Another project has a server of its own, and one that is called like one of here. */
export const foreign: Ruse = (scene) => {
  scene.addServer("alibuild55", otherProject);
  scene.addServer("alibuild13", otherProject);
};

/** The id of a server of the other project. */
export function foreignId({ site }: Scene): string {
  return site.servers.ofProject(otherProject)[0]?.id ?? "";
}

/** A volume of another project is attached there. */
export function lendForeign(scene: Scene, to: string, isDeletedOnTermination: boolean): void {
  scene.site.volumes.create({ name: "foreign-data", sizeGiB: 10, projectId: otherProject });
  scene.lend("foreign-data", to, isDeletedOnTermination);
}

/** Another process of the same operator goes through a run on the masters. */
export const mastersHeld: Ruse = ({ home, site }) => {
  const clock = { now: () => site.ground.time.now() };
  const holder = { clock, who: "ana@laptop", boot: "another-console", pid: process.pid };
  const store = openStore({ home: join(home, "rehearsal"), ...holder });
  store.acquire("alibuild/masters", "r0", "RebuildMaster alimesos01");
  store.close();
};

/** A console elsewhere holds the masters, as its mark says. */
export const elsewhereHeld: Ruse = ({ site, server }) => {
  const seconds = Math.floor(site.ground.time.now() / 1000).toString(36);
  server("alimesos01").tags.add(`mc-hold|0123456789abcdef|r7|${seconds}|somebody@elsewhere`);
};

/** Somebody wrote half a line to what was seen of volumes. */
export function spoilSightings({ home }: Scene): void {
  appendFileSync(join(home, "rehearsal/sightings/alibuild.jsonl"), '{"volume":');
}
