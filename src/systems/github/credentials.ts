import type { World } from "../../model/world.ts";
import { githubRefusal } from "./error.ts";

/** The world's token where it has its own, else the operator's. @throws OpsError `github-no-token` */
export function tokenOf({ forge }: Pick<World, "forge">, env: NodeJS.ProcessEnv = process.env): string {
  const token = forge?.githubToken ?? (env.GITHUB_TOKEN || env.GH_TOKEN);
  if (token) return token.trim();
  throw githubRefusal("github-no-token", "GitHub is not asked", "neither GITHUB_TOKEN nor GH_TOKEN is set");
}
