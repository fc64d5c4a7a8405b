import type { ProgramEnd } from "./index.ts";

/** What the package archive has, the newest first. */
const versions = ["1.11.0-2.0.1", "1.10.0-2.0.1", "1.9.0-2.0.1", "1.8.1-2.0.3"];

/** `docker run … apt-cache madison mesos`, in its columns. */
export function candidates(argv: readonly string[]): ProgramEnd | undefined {
  const [, verb, ...words] = argv;
  const asked = /\bapt-cache madison ([\w.+-]+)/.exec(words.join(" "))?.[1];
  if (verb !== "run" || asked === undefined) return undefined;
  const own = asked === "mesos" ? versions : [];
  const lines = own.map(
    (version) => `${asked.padStart(10)} | ${version} | https://packages.example/ubuntu jammy/main amd64 Packages\n`,
  );
  return { exitCode: 0, stdout: lines.join(""), stderr: "" };
}
