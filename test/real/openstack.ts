import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import type { CloudCredentials } from "#src/model/world.ts";
import { openBench } from "../conformance/openstack/bench.ts";
import type { Bench } from "../conformance/openstack/case.ts";

const file = process.env.OPENSTACK_CLOUDS;

/** Why tests on a real OpenStack are skipped, if they are. */
export const noOpenStack =
  !file && "OPENSTACK_CLOUDS, a clouds.yaml of a cloud for tests, is not set; npm run test:real sets it";

interface Clouds {
  readonly clouds: Readonly<
    Record<string, { readonly auth: Readonly<Record<"auth_url" | "username" | "password" | "project_name", string>> }>
  >;
}

/** Whom to be in one of the clouds of the file; all of them are in the default domain. */
export function credentialsOf(cloud: string): CloudCredentials {
  const { clouds }: Clouds = parse(readFileSync(file ?? "", "utf8"));
  const auth = clouds[cloud]?.auth;
  if (!auth) throw new Error(`${file} has no cloud ${cloud}`);
  return {
    authUrl: auth.auth_url,
    username: auth.username,
    password: auth.password,
    userDomainId: "default",
    projectName: auth.project_name,
    projectDomainId: "default",
  };
}

/** A way to ask one of the clouds of the file directly. */
export function benchOf(cloud: string): Promise<Bench> {
  return openBench({
    credentials: credentialsOf(cloud),
    connect: async (host, port) => ({ host, port }),
    pause: () => sleep(250),
    prefix: `case-${randomBytes(3).toString("hex")}-`,
  });
}
