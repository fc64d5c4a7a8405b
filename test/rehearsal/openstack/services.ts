import assert from "node:assert/strict";
import { type Json, parsedJson } from "#src/model/json.ts";
import { chooseFaults, knownFaults } from "#src/rehearsal/faults.ts";
import { openCloud } from "#src/rehearsal/openstack/index.ts";
import { createSite } from "#src/rehearsal/site/index.ts";
import environment from "../../../environments/alibuild.ts";

export interface Said {
  readonly status: number;
  readonly body: Json;
}

/** A site and its cloud's services without sockets, asked as the operator. */
export async function services(...faults: string[]) {
  const chosen = chooseFaults(faults, await knownFaults("openstack"));
  const startsAt = Date.parse("2026-11-20T12:00:00Z");
  const site = createSite({ id: "services", environment, seed: 1, faults: chosen, startsAt });
  const cloud = openCloud(site);
  const [operator] = site.identities.users;
  const login = () =>
    site.identities.issue(operator ?? assert.fail(), site.identities.projects[0], ["password"]).secret;
  let token = login();
  /** `undefined`: the connection broke. @param path with the version, without the host */
  const ask = async (service: string, method: string, path: string, body?: Json): Promise<Said | undefined> => {
    const { host, port, answer } = cloud.find((each) => each.host.startsWith(service)) ?? assert.fail(service);
    const version = service === "nova" ? "compute 2.79" : "volume 3.59";
    const headers = { "x-auth-token": token, "openstack-api-version": version };
    const init = { method, headers, body: body === undefined ? null : JSON.stringify(body) };
    const response = await answer(new Request(`http://${host}:${port}${path}`, init));
    return response && { status: response.status, body: parsedJson(await response.text()) ?? null };
  };
  return {
    site,
    ask,
    server: (name: string) => site.servers.byName(name) ?? assert.fail(name),
    pass: (seconds: number) => site.ground.time.sleep(seconds * 1000),
    loginAgain: () => {
      token = login();
    },
  };
}
