import { canonical } from "../../model/json.ts";
import { AwsError } from "../wire/error.ts";
import type { Parameters } from "../wire/parameters.ts";
import type { Ground } from "./ground.ts";

interface Use {
  readonly parameters: string;
  readonly result: string;
  readonly at: number;
}

/** EC2 does not document how long it honours a client token; here it is two hours of world time. */
const lifeSeconds = 7200;

/** `ClientToken`s: the same token with the same parameters is the same call. */
export class ClientTokens {
  readonly #uses = new Map<string, Use>();
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /**
   * Makes it, or gives the id that was made for the token before.
   * @throws AwsError `IdempotentParameterMismatch` for the same token with other parameters.
   */
  once(parameters: Parameters, make: () => string): string {
    const token = parameters.text("ClientToken");
    if (token === undefined) return make();
    if (!/^[\x21-\x7e]{1,64}$/.test(token)) throw new AwsError("InvalidParameterValue", "Invalid client token");
    const key = `${parameters.required("Action")} ${token}`;
    const text = canonical(parameters.shape());
    const known = this.#known(key);
    if (known === undefined) return this.#keep(key, text, make());
    if (known.parameters === text) return known.result;
    const message = `Arguments on this idempotent request are inconsistent with arguments used in previous request(s): ${token}`;
    throw new AwsError("IdempotentParameterMismatch", message);
  }

  #known(key: string): Use | undefined {
    const use = this.#uses.get(key);
    return use !== undefined && this.#ground.time.now() - use.at < lifeSeconds * 1000 ? use : undefined;
  }

  #keep(key: string, parameters: string, result: string): string {
    this.#uses.set(key, { parameters, result, at: this.#ground.time.now() });
    return result;
  }
}
