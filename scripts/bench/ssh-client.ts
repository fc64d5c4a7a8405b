/**
 * Runs one read-only command on many hosts, and perhaps a second one, and prints what it took as JSON. Its own process,
 * so that it can be measured as a whole. Only for measuring.
 *
 * Arguments: the operator's home, how many hosts, how many commands one after the other.
 */
import { join } from "node:path";
import { createSsh } from "../../src/systems/ssh/index.ts";

const [, , operatorHome = "", hosts = "1", commands = "1"] = process.argv;
const ssh = createSsh({
  world: {
    kind: "real",
    id: "real",
    clock: { now: () => Date.now(), sleep: async () => {} },
    random: (bytes) => "0".repeat(2 * bytes),
    connect: async (host, port) => ({ host, port }),
  },
  home: join(operatorHome, "console"),
  domain: "bench",
  user: process.env.USER ?? "root",
  operatorHome,
  // One sshd serves all of them, on a machine that may be busy: nobody is to give up.
  limits: { connectWithinMs: 60_000 },
});
const names = Array.from({ length: Number(hosts) }, (_, at) => `host${at + 1}`);
const wallMs: number[] = [];
for (let command = 0; command < Number(commands); command += 1) {
  const began = performance.now();
  const results = await Promise.all(names.map((name) => ssh.run(name, { argv: ["uptime"], withinSeconds: 120 })));
  if (results.some(({ exitCode }) => exitCode !== 0)) throw new Error("a command failed");
  wallMs.push(performance.now() - began);
}
ssh.close();
console.log(JSON.stringify({ wallMs }));
