import type { TestContext } from "node:test";
import { RunInstancesCommand, type RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import { serveWorld } from "../../src/rehearsal/server.ts";
import { joinRehearsal } from "../../src/world/rehearsal.ts";
import { present } from "../conformance/aws/case.ts";
import { clientsOf } from "../conformance/aws/clients.ts";
import environment from "./environment.ts";

export { environment };

export const zones = environment.stacks.test.masters.zones;

/** The subnet of one of the three zones. */
export function subnet(zone: number): string {
  return present(zones[zone]).subnet;
}

/** A served world with clients; it ends with the test. */
export async function stage(t: TestContext, ...faults: string[]) {
  const served = await serveWorld({ environment, faults });
  t.after(() => served.close());
  const clients = clientsOf(`http://127.0.0.1:${served.port}`);
  const world = await joinRehearsal(served.port);
  const sleep = (seconds: number) => world.clock.sleep(seconds * 1000);
  const run = async (more: Partial<RunInstancesCommandInput> = {}) => {
    const size = { MinCount: 1, MaxCount: 1, InstanceType: "m5.large" as const };
    const input = { ImageId: environment.hosts.image, SubnetId: subnet(0), ...size, ...more };
    return present((await clients.ec2.send(new RunInstancesCommand(input))).Instances?.[0]?.InstanceId);
  };
  return { ...clients, served, world, sleep, run };
}

/** Ignition user data with these systemd units, as EC2 takes it. */
export function userData(units: Readonly<Record<string, string>>): string {
  const listed = Object.entries(units).map(([name, contents]) => ({ name, enabled: true, contents }));
  const ignition = { ignition: { version: "3.4.0" }, systemd: { units: listed } };
  return Buffer.from(JSON.stringify(ignition)).toString("base64");
}
