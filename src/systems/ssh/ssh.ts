import { NotDone, OpsError } from "../../model/error.ts";
import type {
  CommandResult,
  HostCommand,
  HostCommands,
  HostKey,
  OnceState,
  OnLine,
} from "../../model/host-commands.ts";
import { lookOnceArgv, startOnceArgv } from "../../model/once-scripts.ts";
import { isIssued } from "../../model/permit.ts";
import type { Permit } from "../../model/system.ts";
import type { Address } from "../../model/world.ts";
import { runCommand, send } from "./command.ts";
import type { Connection } from "./connection.ts";
import type { Destination } from "./destination.ts";
import { forEffect } from "./error.ts";
import { type Doorway, openDoorway } from "./forward.ts";
import { type Gate, gate } from "./gate.ts";
import { Lines, type LinesOptions } from "./lines.ts";
import { checkedToken, OnceOutput, startError } from "./once.ts";
import { commandText, wordsOf } from "./quote.ts";
import { isReadOnly } from "./read-only.ts";

export type SshOptions = LinesOptions;

/** Of a start or a look at a once command: each is a moment's work on the host. */
const onceWithinSeconds = 30;

/** A once command as it is followed; one look at a time, each where the one before ended. */
interface Followed {
  readonly output: OnceOutput;
  readonly turn: Gate;
}

export class Ssh implements HostCommands {
  readonly #lines: Lines;
  readonly #followed = new Map<string, Followed>();
  readonly #doorways = new Map<string, Promise<Doorway>>();

  constructor(options: SshOptions) {
    this.#lines = new Lines(options);
  }

  async run(
    host: string,
    command: HostCommand,
    { permit, onLine }: { readonly permit?: Permit; readonly onLine?: OnLine } = {},
  ): Promise<CommandResult> {
    const effect = isReadOnly(command) ? undefined : permitted(permit, host, command.argv);
    return await this.#over(
      host,
      effect,
      async (connection, { name }) => await runCommand(connection, name, command, onLine),
    );
  }

  async startOnce(host: string, command: HostCommand, permit: Permit): Promise<void> {
    const effect = permitted(permit, host, command.argv);
    const argv = startOnceArgv(checkedToken(permit.token), wordsOf(command));
    await this.#over(host, effect, async (connection, { name }) => {
      const result = await runCommand(connection, name, { argv, withinSeconds: onceWithinSeconds });
      if (result.exitCode !== 0) throw startError(name, result.exitCode, result.stderr);
    });
  }

  async onceState(host: string, token: string): Promise<OnceState> {
    const { output, turn } = this.#follow(host, checkedToken(token));
    return await turn(async () => {
      for (;;) {
        const text = commandText({ argv: lookOnceArgv(token, output.bytesSeen) });
        const { state, isMore } = output.take(await this.#printed(host, text), host);
        if (!isMore) return state;
      }
    });
  }

  async hostKey(host: string): Promise<HostKey> {
    return await this.#lines.hostKey(await this.#lines.destinationOf(host));
  }

  async acceptHostKey(host: string, fingerprint: string, permit: Permit): Promise<void> {
    const effect = permitted(permit, host, ["accept its host key"]);
    const to = await this.#lines.destinationOf(host);
    const isTaken = await this.#lines.acceptKey(to, fingerprint).catch((error: unknown) => {
      throw forEffect(error, effect);
    });
    if (!isTaken) throw anotherKey(to.name, fingerprint);
  }

  async forward(host: string, target: Address): Promise<Address> {
    const to = await this.#lines.destinationOf(host);
    const key = `${to.name} ${target.host}:${target.port}`;
    const doorway = this.#doorways.get(key) ?? this.#open(to, target);
    this.#doorways.set(key, doorway);
    doorway.catch(() => this.#doorways.delete(key));
    return (await doorway).address;
  }

  async nodeOf(alias: string): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(alias, { argv: ["hostname", "-f"] });
    const node = stdout.trim();
    if (exitCode === 0 && /^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(node)) return node;
    throw noName(alias, stderr.trim() || stdout.trim() || `exit code ${exitCode}`);
  }

  close(): void {
    for (const doorway of this.#doorways.values()) doorway.then(({ close }) => close()).catch(() => {});
    this.#lines.close();
  }

  async #over<T>(
    host: string,
    effect: Permit | undefined,
    work: (connection: Connection, to: Destination) => Promise<T>,
  ): Promise<T> {
    try {
      const to = await this.#lines.destinationOf(host);
      return await this.#lines.over(to, (connection) => work(connection, to));
    } catch (error) {
      throw forEffect(error, effect);
    }
  }

  /** What a look at a once command prints, byte for byte. */
  async #printed(host: string, text: string): Promise<Buffer> {
    return await this.#over(host, undefined, async (connection, { name }) => {
      const chunks: Buffer[] = [];
      const heard = { stdout: (chunk: Buffer) => void chunks.push(chunk), stderr: () => {} };
      await send(connection, { name, text, patience: { withinSeconds: onceWithinSeconds } }, heard);
      return Buffer.concat(chunks);
    });
  }

  #follow(host: string, token: string): Followed {
    const key = `${host}/${token}`;
    const followed = this.#followed.get(key) ?? { output: new OnceOutput(), turn: gate(1) };
    this.#followed.set(key, followed);
    return followed;
  }

  /** The host is connected to first, so that one that is not reached is told here. */
  async #open(to: Destination, target: Address): Promise<Doorway> {
    await this.#lines.over(to, async () => {});
    return await openDoorway(async () => await this.#lines.streamOver(to, target));
  }
}

function permitted(permit: Permit | undefined, host: string, argv: readonly string[]): Permit {
  if (isIssued(permit)) return permit;
  throw new OpsError({
    code: "not-permitted",
    reason: "refused",
    what: `${argv[0] ?? "nothing"} is not run on ${host}`,
    why: "it is not known to be a command that only looks, and no change that was judged asks for it",
    next: "a runbook does it step by step; a free command on a host is a change of its own",
  });
}

function anotherKey(name: string, fingerprint: string): NotDone {
  return new NotDone({
    code: "ssh-host-key",
    reason: "system",
    what: `${name} no longer shows ${fingerprint}`,
    why: "its key changed since it was looked at, so nothing was taken",
    next: "look at the key again, beside the server's console log",
  });
}

function noName(alias: string, why: string): OpsError {
  return new OpsError({
    code: "no-host-name",
    reason: "system",
    what: `${alias} does not say which machine it is`,
    why,
    next: `log in to ${alias} and try \`hostname -f\``,
  });
}
