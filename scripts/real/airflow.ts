import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { answers, freePort } from "./port.ts";

const run = promisify(execFile);

export interface AirflowServerOptions {
  /** `airflow` of a virtual environment. */
  readonly program: string;
  /** Database, logs and DAGs are written here. */
  readonly folder: string;
  readonly user: string;
  readonly password: string;
  /** Texts of files by their names. */
  readonly dags: Readonly<Record<string, string>>;
  readonly tokenLifeSeconds: number;
}

export interface AirflowServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** A database, the DAGs parsed once, and the API's server on loopback; gives when it answers. Nothing is scheduled. */
export async function startAirflow(options: AirflowServerOptions): Promise<AirflowServer> {
  const { program, folder, dags } = options;
  mkdirSync(join(folder, "dags"), { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(dags)) await writeFile(join(folder, "dags", name), text);
  await writeFile(join(folder, "passwords.json"), JSON.stringify({ [options.user]: options.password }));
  const env = environmentOf(options);
  await run(program, ["db", "migrate"], { env });
  await run(program, ["dag-processor", "--num-runs", "1"], { env });
  const port = await freePort();
  const args = ["api-server", "--host", "127.0.0.1", "--port", String(port), "--workers", "1"];
  const server = spawn(program, args, { env, stdio: "ignore", detached: true });
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    // Its workers are of its session.
    process.kill(-(server.pid ?? 0));
    await once(server, "exit");
  };
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/api/v2/version`, 60).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

function environmentOf({ folder, user, tokenLifeSeconds }: AirflowServerOptions): NodeJS.ProcessEnv {
  return {
    ...process.env,
    AIRFLOW_HOME: folder,
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS: `${user}:admin`,
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE: join(folder, "passwords.json"),
    AIRFLOW__API_AUTH__JWT_SECRET: "a secret of this test that is long enough to sign tokens with it: 0123456789abcdef",
    // Newer versions of the library that signs want one.
    AIRFLOW__API_AUTH__JWT_ISSUER: "tests",
    AIRFLOW__API_AUTH__JWT_EXPIRATION_TIME: String(tokenLifeSeconds),
  };
}
