import type { TestContext } from "node:test";
import type { AwsEnvironment } from "#src/model/environment.ts";
import { seedMoto } from "../../scripts/moto/seed.ts";
import { startMoto } from "../../scripts/moto/server.ts";

const program = process.env.MOTO_SERVER;

/** Why tests on moto are skipped, if they are. */
export const noMoto = !program && "MOTO_SERVER, the path of moto_server, is not set; npm run test:real sets it";

/** A moto server of the test's own, prepared with what the environment names. Gives its endpoint. */
export async function motoFor(t: TestContext, environment: AwsEnvironment): Promise<string> {
  const server = await startMoto(program ?? "");
  t.after(() => server.stop());
  await seedMoto(environment, server.endpoint);
  return server.endpoint;
}
