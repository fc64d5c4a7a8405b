import type { OpenStackEnvironment } from "../../model/environment.ts";
import type { HostCommands } from "../../model/host-commands.ts";
import type { World } from "../../model/world.ts";
import { Detour } from "../../remote/detour.ts";
import { operatorsSettings } from "./clouds-file.ts";
import type { Settings } from "./credentials.ts";
import { cloudError } from "./error.ts";
import { defaultLimits, type Limits, openAgents, type Reach } from "./http.ts";
import { type Login, loginOf } from "./login.ts";
import type { Session } from "./session.ts";

export interface CloudOptions {
  readonly environment: OpenStackEnvironment;
  readonly world: World;
  /** For a token by way of the gateway. */
  readonly ssh?: HostCommands | undefined;
  /** Default: the operator's shell and folders. */
  readonly settings?: Settings;
  readonly limits?: Partial<Limits>;
}

/** Less is not worth a request that would be refused on its way. */
const renewBeforeMs = 5_000;

/** Logs in when it is needed, once for all who ask at the same time. */
export class Sessions {
  readonly #options: CloudOptions;
  readonly #ending = new AbortController();
  readonly #agents = openAgents();
  readonly #reach: Reach;
  #login: Login | undefined;
  #current: Promise<Session> | undefined;

  constructor(options: CloudOptions) {
    const limits = { ...defaultLimits, ...options.limits };
    const connect = (host: string, port: number) => options.world.connect(host, port);
    this.#options = options;
    this.#reach = { connect, limits, signal: this.#ending.signal, agents: this.#agents, ...detourOf(options) };
  }

  close(): void {
    this.#ending.abort();
    this.#agents.close();
  }

  /** How endpoints are reached, with the authorities that the operator's settings name. */
  get reach(): Reach {
    const ca = this.#login?.ca;
    return ca === undefined ? this.#reach : { ...this.#reach, ca };
  }

  async current(): Promise<Session> {
    const session = await this.#open();
    if (session.expiresAt - this.#options.world.clock.now() > renewBeforeMs) return session;
    return await this.instead(session);
  }

  /** Another token in place of one that is refused or ends; when somebody has got one meanwhile, that one. */
  async instead(old: Session): Promise<Session> {
    if ((await this.#open()) === old) this.#current = undefined;
    return await this.#open();
  }

  #open(): Promise<Session> {
    this.#current ??= this.#begin().catch((error) => {
      this.#current = undefined;
      throw error;
    });
    return this.#current;
  }

  async #begin(): Promise<Session> {
    const { settings = operatorsSettings() } = this.#options;
    this.#login ??= loginOf({ ...this.#options, settings });
    return await this.#login.session(this.reach);
  }
}

function detourOf({ environment: { gateway }, ssh }: CloudOptions): Pick<Reach, "detour"> {
  if (!gateway || !ssh) return {};
  const code = "cloud-unreachable";
  const unreachable = (what: string, why: string, cause: unknown) => cloudError(code, what, why, cause);
  return { detour: new Detour({ forward: (target) => ssh.forward(gateway.host, target), code, unreachable }) };
}
