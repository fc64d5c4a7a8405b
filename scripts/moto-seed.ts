/**
 * Prepares a moto server (https://docs.getmoto.org) with exactly what an environment names, so that the console can be
 * tried on a foreign EC2:
 *
 *     moto_server -p 5000 &
 *     export AWS_ENDPOINT_URL=http://127.0.0.1:5000 AWS_ACCESS_KEY_ID=moto AWS_SECRET_ACCESS_KEY=moto
 *     npm run moto:seed -- cantareira
 *     ./console cantareira
 */
import { OpsError } from "#src/model/error.ts";
import { seedMoto } from "./moto/seed.ts";

async function seed([environment]: readonly string[], endpoint: string | undefined): Promise<void> {
  if (!environment || !endpoint) {
    throw new OpsError({
      code: "usage",
      reason: "usage",
      what: "nothing to prepare",
      why: "an environment and AWS_ENDPOINT_URL, the moto server's address, are needed",
      next: "AWS_ENDPOINT_URL=http://127.0.0.1:5000 npm run moto:seed -- cantareira",
    });
  }
  const file = new URL(`../environments/${environment}.ts`, import.meta.url);
  const made = await seedMoto((await import(file.href)).default, endpoint);
  console.log(made.length > 0 ? made.join("\n") : "everything is there already");
}

seed(process.argv.slice(2), process.env.AWS_ENDPOINT_URL).catch((error: unknown) => {
  console.error(error instanceof OpsError ? `${error.what}: ${error.why}\n${error.next}` : error);
  process.exitCode = 1;
});
