import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { HostCommands } from "#src/model/host-commands.ts";
import { issuePermit } from "#src/model/permit.ts";
import type { Permit } from "#src/model/system.ts";
import type { World } from "#src/model/world.ts";
import { createSsh } from "#src/systems/ssh/index.ts";
import type { SshOptions } from "#src/systems/ssh/ssh.ts";
import { installSshd, makeKey, type Sshd, type SshdOptions, startSshd } from "../../scripts/real/sshd.ts";

/** Whether there is an sshd. With CI=true one that is missing is a failure. */
const missing = await installSshd().then(
  () => undefined,
  (error: unknown) => error,
);
if (missing !== undefined && process.env.CI === "true") throw missing;

/** For tests without an sshd: why they are skipped. */
export const noSshd = missing === undefined ? false : "there is no sshd, and apt cannot install it";

/** OpenSSH servers on loopback and an operator with a `.ssh` of its own, as the console finds them in the real world. */
export class Lab {
  readonly folder = mkdtempSync(join(tmpdir(), "sshd-"));
  readonly home = join(this.folder, "console");
  readonly key = join(this.folder, "operator", ".ssh", "id_ed25519");
  readonly #blocks: string[] = [];
  readonly #known: string[] = [];
  readonly #endings: (() => unknown)[] = [];
  #permits = 0;

  constructor(t: TestContext) {
    t.after(async () => {
      for (const end of this.#endings.toReversed()) await end();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  get sshFolder(): string {
    return join(this.folder, "operator", ".ssh");
  }

  /** The operator's key; without it nobody is let in. */
  async operator(passphrase = ""): Promise<this> {
    mkdirSync(this.sshFolder, { recursive: true, mode: 0o700 });
    if (!existsSync(this.key)) await makeKey(this.key, "ed25519", passphrase);
    return this;
  }

  /** Starts a host `<name>.cern.ch`; its keys are known, unless said otherwise. */
  async host(
    name: string,
    more: Partial<SshdOptions> & { readonly isKnown?: boolean; readonly block?: string } = {},
  ): Promise<Sshd> {
    const { isKnown = true, block = "", ...options } = more;
    const folder = join(this.folder, name);
    const sshd = await startSshd({ folder, authorizedKeys: `${this.key}.pub`, ...options });
    this.#endings.push(() => sshd.stop());
    this.#blocks.push(
      `Host ${name}.cern.ch\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  ${block.replaceAll("\n", "\n  ")}\n`,
    );
    if (isKnown) this.#known.push(...sshd.publicKeys.map((key) => `[127.0.0.1]:${sshd.port} ${key}`));
    return sshd;
  }

  /** The operator's settings as they are now, and the console's commands by them. */
  commandsOnHosts(options: Partial<SshOptions> = {}, all = ""): HostCommands {
    const identity = `Host *\n  IdentityFile ${this.key}\n  IdentitiesOnly yes\n`;
    writeFileSync(join(this.sshFolder, "config"), `${all}\n${this.#blocks.join("")}${identity}`);
    writeFileSync(join(this.sshFolder, "known_hosts"), `${this.#known.join("\n")}\n`);
    const operatorHome = join(this.folder, "operator");
    const user = userInfo().username;
    const ssh = createSsh({ world, home: this.home, domain: "cern.ch", user, operatorHome, ...options });
    this.#endings.push(() => ssh.close());
    return ssh;
  }

  permit(): Permit {
    this.#permits += 1;
    const token = `mc-test-${process.pid}-${Date.now().toString(36)}-${this.#permits}`;
    return issuePermit({ run: "r1", change: "c", step: `c/e/${this.#permits}`, token });
  }
}

const world: World = {
  kind: "real",
  id: "real",
  clock: { now: () => Date.now(), sleep: async () => {} },
  random: (bytes) => "0".repeat(2 * bytes),
  connect: async (host, port) => ({ host, port }),
};

/** Settings by which the system's ssh is needed. */
export const bySystem = "Host *\n  GSSAPIAuthentication yes\n";
