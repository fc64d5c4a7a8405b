import { OpsError } from "../model/error.ts";
import type { CommandResult } from "../model/host-commands.ts";
import type { Address, CloudCredentials, ForgeAccess, SshIdentity, World } from "../model/world.ts";

/** A way in which the rehearsal world can go wrong, and whether this one does. */
export interface Fault {
  readonly name: string;
  readonly title: string;
  readonly isOn: boolean;
}

/** A running world as it tells of itself. */
export interface Told {
  readonly id: string;
  readonly seed: number;
  readonly faults: readonly string[];
  /** World milliseconds. */
  readonly now: number;
  /** As whom one acts there. */
  readonly access: Access;
}

/** The credentials of a rehearsal, which are nobody's outside of it. */
export type Access = Pick<World, "openstack" | "ssh" | "foreman" | "forge"> & {
  /** This machine can send ICMP echoes there. */
  readonly hasEcho: boolean;
};

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

// Imported the usual way it would bring along what fetch and WebSocket are made of, which takes longer than a prompt may.
const { Agent, request } = process.getBuiltinModule("node:http");
const agent = new Agent({ keepAlive: true });

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isFault(value: unknown): value is Fault {
  return isRecord(value) && typeof value.name === "string" && typeof value.title === "string";
}

/** The control API of a running rehearsal world: `/_world` on its port. */
export class Control {
  readonly #port: number;
  #now: number;

  /** @param now what the world's time was when last told. */
  constructor(port: number, now: number) {
    this.#port = port;
    this.#now = now;
  }

  /** The world's time as it was last told: it moves only as somebody sleeps. */
  now(): number {
    return this.#now;
  }

  async tell(signal?: AbortSignal): Promise<Told | undefined> {
    const { body } = await this.#call("GET", "", undefined, signal);
    if (!isRecord(body) || typeof body.id !== "string" || typeof body.now !== "number") return undefined;
    const faults = Array.isArray(body.faults) ? body.faults.map(String) : [];
    return { id: body.id, seed: Number(body.seed), faults, now: body.now, access: accessOf(body.access) };
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await this.#call("POST", "/sleep", { milliseconds }, signal);
  }

  async faults(): Promise<readonly Fault[]> {
    const { body } = await this.#call("GET", "/faults");
    return Array.isArray(body) ? body.filter(isFault) : [];
  }

  /** Somebody mended it: from now on it does not happen. */
  async mend(fault: string): Promise<void> {
    await this.#call("POST", `/faults/${encodeURIComponent(fault)}/end`, {});
  }

  /** Rejects like a refused connection when nothing listens there. */
  async address(host: string, port: number): Promise<Address> {
    const { status, body } = await this.#call("GET", `/address?${new URLSearchParams({ host, port: `${port}` })}`);
    if (status === 200 && isRecord(body)) return { host: String(body.host), port: Number(body.port) };
    throw Object.assign(new Error(`connect ECONNREFUSED ${host}:${port}`), {
      code: "ECONNREFUSED",
      address: host,
      port,
    });
  }

  async echo(host: string): Promise<boolean> {
    const { body } = await this.#call("GET", `/echo?${new URLSearchParams({ host })}`);
    return isRecord(body) && body.isAnswered === true;
  }

  /** A program of the rehearsed machine: nothing is started here. */
  async execute(argv: readonly string[]): Promise<CommandResult> {
    const { body } = await this.#call("POST", "/execute", { argv });
    const { exitCode, stdout, stderr } = isRecord(body) ? body : {};
    const code = typeof exitCode === "number" ? exitCode : null;
    return { exitCode: code, stdout: String(stdout ?? ""), stderr: String(stderr ?? ""), isTruncated: false };
  }

  async stop(): Promise<void> {
    await this.#call("POST", "/stop", {});
  }

  async #call(method: string, path: string, body?: object, signal?: AbortSignal): Promise<Answer> {
    try {
      return await this.#send(method, path, body, signal);
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      throw worldGone(cause);
    }
  }

  /** @param isAgain the connection that it was sent over had been closed meanwhile */
  #send(method: string, path: string, body?: object, signal?: AbortSignal, isAgain = false): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const headers = { "content-type": "application/json" };
    const options = { agent, host: "127.0.0.1", port: this.#port, path: `/_world${path}`, method, headers };
    const sent = request({ ...options, ...(signal ? { signal } : {}) }, async (incoming) => {
      try {
        const text = (await incoming.setEncoding("utf8").toArray()).join("");
        this.#hear(incoming.headers["x-world-now"]);
        resolve({ status: incoming.statusCode ?? 0, body: JSON.parse(text) });
      } catch (error) {
        reject(error);
      }
    });
    sent.on("error", (error: NodeJS.ErrnoException) => {
      const wasClosed = sent.reusedSocket && !isAgain && error.code === "ECONNRESET";
      if (wasClosed) resolve(this.#send(method, path, body, signal, true));
      else reject(error);
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    return promise;
  }

  /** Each answer tells the world's time. */
  #hear(now: string | string[] | undefined): void {
    if (typeof now === "string") this.#now = Number(now);
  }
}

function accessOf(value: unknown): Access {
  const { openstack, ssh, foreman, forge, hasEcho } = isRecord(value) ? value : {};
  const clouds = { ...(isCloud(openstack) && { openstack }), ...(isUser(foreman) && { foreman }) };
  const credentials = { ...clouds, ...(isForge(forge) && { forge }) };
  return { ...credentials, ...(isSsh(ssh) && { ssh }), hasEcho: hasEcho === true };
}

function isUser(value: unknown): value is NonNullable<World["foreman"]> {
  return isRecord(value) && typeof value.user === "string" && typeof value.password === "string";
}

function isForge(value: unknown): value is ForgeAccess {
  if (!isRecord(value) || !isRecord(value.airflow) || !isRecord(value.author)) return false;
  const { githubToken, gocdToken, airflow, author } = value;
  return [githubToken, gocdToken, airflow.username, airflow.password, author.name, author.email].every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isCloud(value: unknown): value is CloudCredentials {
  const names = ["authUrl", "username", "password", "userDomainId", "projectName", "projectDomainId"];
  return isRecord(value) && names.every((name) => typeof value[name] === "string");
}

function isSsh(value: unknown): value is SshIdentity {
  return isRecord(value) && typeof value.privateKey === "string" && typeof value.knownHosts === "string";
}

/** For a world that cannot be reached any more. */
function worldGone(cause: unknown): OpsError {
  return new OpsError({
    code: "rehearsal-world-gone",
    reason: "system",
    what: "the rehearsal world does not answer",
    why: "its process ended: after an idle hour, by stopWorld(), by --fresh in another console, or killed; what was in it is gone",
    next: "leave the prompt and start again with --rehearse: a new world begins",
    cause,
  });
}
