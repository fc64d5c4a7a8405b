import assert from "node:assert/strict";
import test from "node:test";
import type { Machine } from "#src/rehearsal/machine.ts";
import { createEnsemble } from "#src/rehearsal/mesos/index.ts";
import { Hall } from "./machines.ts";

const masters = ["10.0.0.1", "10.0.0.2", "10.0.0.3"] as const;

function words(hall: Hall, word: string): readonly (string | undefined)[] {
  const ensemble = createEnsemble(hall);
  return masters.map((address) => ensemble.zookeeper(address)?.(word));
}

function modes(hall: Hall): readonly (string | undefined)[] {
  return words(hall, "srvr").map((answer) => /^Mode: (\w+)$|^This ZooKeeper.*$/m.exec(answer ?? "")?.at(-1));
}

test("one server leads and the others follow once they are in sync", () => {
  const hall = Hall.cluster();
  assert.deepEqual(modes(hall), [undefined, undefined, undefined]);
  hall.pass(4);
  assert.deepEqual(modes(hall).toSorted(), ["follower", "follower", "leader"]);
});

test("mntr tells tab-separated values, and of the leader how many follow it in sync", () => {
  const hall = Hall.cluster();
  hall.pass(4);
  const leader = words(hall, "mntr").find((answer) => answer?.includes("zk_server_state\tleader\n"));
  assert.match(leader ?? "", /^zk_version\t3\.8\.4-/);
  assert.match(leader ?? "", /\nzk_synced_followers\t2\n/);
});

test("ruok is answered without a line's end, and also without a quorum", () => {
  const hall = Hall.cluster();
  hall.stop("i-m1");
  hall.stop("i-m2");
  hall.pass(4);
  assert.deepEqual(words(hall, "ruok"), [undefined, undefined, "imok"]);
  assert.match(words(hall, "mntr")[2] ?? "", /not currently serving requests/);
});

test("only srvr is allowed where nothing else is configured", () => {
  class Strict extends Hall {
    override up(): readonly Machine[] {
      const strict = (machine: Machine) => machine.units.map((unit) => ({ ...unit, environment: without(unit) }));
      const without = ({ environment: { ZOO_4LW_COMMANDS_WHITELIST: _, ...rest } }: Machine["units"][number]) => rest;
      return super.up().map((machine) => ({ ...machine, units: strict(machine) }));
    }
  }
  const hall = new Strict();
  hall.startMaster("i-m1", masters[0]);
  hall.startMaster("i-m2", masters[1]);
  hall.pass(4);
  assert.equal(words(hall, "mntr")[0], "mntr is not executed because it is not in the whitelist.\n");
  assert.match(words(hall, "srvr")[0] ?? "", /\nMode: /);
});
