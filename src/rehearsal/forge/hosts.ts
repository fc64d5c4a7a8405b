import type { AwsEnvironment } from "../../model/environment.ts";
import type { Sources } from "../../model/sources.ts";

/** What is behind the doors of the places where versions are written, built and scheduled. */
export type ForgeService = "git" | "github" | "gocd" | "airflow" | "registry";

export interface ForgePlace {
  readonly service: ForgeService;
  readonly host: string;
  readonly port: number;
  /** Before every path of the service: `/api/v3`, or nothing. */
  readonly prefix: string;
}

const sshPort = 22;
const httpsPort = 443;

/** Whether campaigns walk through repositories of the environment. */
export function hasSources(environment: AwsEnvironment): environment is AwsEnvironment & { readonly sources: Sources } {
  return environment.sources !== undefined;
}

/** Where each service is met, by the environment's URLs. */
export function forgePlaces(sources: Sources): readonly ForgePlace[] {
  const git = hostOfRemote(sources.git.remote);
  return [
    // Whoever asks where git is reached, by SSH or by HTTPS, is sent to its smart HTTP.
    { service: "git", host: git, port: sshPort, prefix: "" },
    { service: "git", host: git, port: httpsPort, prefix: "" },
    placeOf("github", sources.github.api),
    placeOf("gocd", sources.gocd.url),
    placeOf("airflow", sources.airflow.url),
    placeOf("registry", sources.registry.url),
  ];
}

function placeOf(service: ForgeService, base: string): ForgePlace {
  const { protocol, hostname, port, pathname } = new URL(base);
  const usual = protocol === "http:" ? 80 : httpsPort;
  return { service, host: hostname, port: Number(port || usual), prefix: pathname.replace(/\/$/, "") };
}

/** `git@github.com:nubank/x.git`, `ssh://git@github.com/nubank/x.git`, `https://github.com/nubank/x.git` */
function hostOfRemote(remote: string): string {
  if (remote.includes("://")) return new URL(remote.replace("{repository}", "x")).hostname;
  return /^(?:[^@/]+@)?([^:/]+):/.exec(remote)?.[1] ?? "";
}
