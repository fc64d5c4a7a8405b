import { createHash } from "node:crypto";
import type { CloudCredentials } from "../../model/world.ts";
import type { SiteGround } from "../site/ground.ts";

export interface Project {
  readonly id: string;
  readonly name: string;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  /** By project id. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
}

export interface Token {
  readonly secret: string;
  readonly user: User;
  readonly methods: readonly string[];
  /** Absent: not scoped. */
  readonly project?: Project | undefined;
  /** World milliseconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly auditIds: readonly string[];
}

/** A password of a robot: without scope in the request, since it carries its project. */
export interface ApplicationCredential {
  readonly id: string;
  readonly secret: string;
  readonly user: User;
  readonly project: Project;
}

const lifeSeconds = 3600;
const shortLifeSeconds = 300;

/** Who there is: the operator, one who may only read, somebody of another project. And the tokens that they were given. */
export class Identities {
  readonly projects: readonly Project[];
  readonly users: readonly User[];
  readonly applicationCredentials: readonly ApplicationCredential[];
  readonly #ground: SiteGround;
  readonly #tokens = new Map<string, Token>();

  constructor(ground: SiteGround) {
    this.#ground = ground;
    const own = ground.environment.openstack.project;
    const other = { id: ground.random.hex(32), name: "other" };
    const user = (name: string, project: Project, roles: readonly string[]): User => {
      return { id: ground.random.hex(32), name, password: `${name}-rehearsal`, roles: new Map([[project.id, roles]]) };
    };
    const operator = user("operator", own, ["reader", "member"]);
    this.projects = [own, other];
    this.users = [operator, user("observer", own, ["reader"]), user("stranger", other, ["reader", "member"])];
    const credential = { id: ground.random.hex(32), secret: "robot-rehearsal" };
    this.applicationCredentials = [{ ...credential, user: operator, project: own }];
  }

  /** With which a console acts. */
  operator(authUrl: string): CloudCredentials {
    const { name, password } = this.users[0] ?? { name: "", password: "" };
    const domains = { userDomainId: "default", projectDomainId: "default" };
    return { authUrl, username: name, password, projectName: this.projects[0]?.name ?? "", ...domains };
  }

  /** A token from a token lives no longer than that. */
  issue(user: User, project: Project | undefined, methods: readonly string[], from?: Token): Token {
    const issuedAt = this.#ground.time.now();
    const seconds = this.#ground.troubles.has("token-expires") ? shortLifeSeconds : lifeSeconds;
    const expiresAt = from?.expiresAt ?? issuedAt + seconds * 1000;
    const secret = `gAAAAA${this.#ground.random.hex(60)}`;
    const auditIds = [this.#ground.random.hex(22), ...(from?.auditIds ?? [])];
    const token = { secret, user, project, methods, issuedAt, expiresAt, auditIds };
    this.#tokens.set(secret, token);
    return token;
  }

  /** While it lives. */
  find(secret: string | undefined): Token | undefined {
    const token = this.#tokens.get(secret ?? "");
    return token && token.expiresAt > this.#ground.time.now() ? token : undefined;
  }

  revoke(secret: string): void {
    this.#tokens.delete(secret);
  }
}

/** 32 hex digits that stay the same for the same text. */
export function stableId(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
