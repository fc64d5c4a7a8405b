import type { Time } from "../time.ts";
import type { ProgramEnd } from "./index.ts";

/** World seconds that a job takes. */
const jobSeconds = 7 * 60;

/** `sabesp --aurora-stack=cantareira-test jobs create prod NAME …`: it runs, and succeeds. */
export function job(argv: readonly string[], time: Time): ProgramEnd | undefined {
  const at = argv.findIndex((word, index) => word === "create" && argv[index - 1] === "jobs");
  const [role, name] = at < 0 ? [] : argv.slice(at + 1);
  if (role === undefined || name === undefined) return undefined;
  const stack = /^--aurora-stack=(.+)$/.exec(argv.find((word) => word.startsWith("--aurora-stack=")) ?? "")?.[1];
  time.sleep(jobSeconds * 1000);
  const key = `${stack ?? "cantareira"}/${role}/${name}`;
  const lines = [`job ${key} created`, `job ${key} is RUNNING`, `job ${key} FINISHED after ${jobSeconds} s`];
  return { exitCode: 0, stdout: `${lines.join("\n")}\n`, stderr: "" };
}
