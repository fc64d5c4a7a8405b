import type { OpsError } from "../model/error.ts";
import { loadEnvironments } from "./load.ts";

/** The environments there are, how to begin, and the files that are broken. */
export async function listEnvironments(root: string, show: (error: OpsError) => string): Promise<string> {
  const { items, failures } = await loadEnvironments(root);
  const width = Math.max(0, ...[...items.keys()].map((name) => name.length));
  const [first = "ENV"] = items.keys();
  return [
    "Environments:",
    ...[...items].map(([name, { title }]) => `  ${name.padEnd(width)}  ${title}`),
    ...failures.map(show),
    "",
    `To practise:  ./console ${first} --rehearse`,
    `For real:     ./console ${first}`,
    "More:         ./console --help",
  ].join("\n");
}
