import type { Call, Command } from "../hosts/command.ts";
import { flagsIn } from "../hosts/commands/docker-format.ts";
import type { Said } from "../ssh/server.ts";

const valued = ["-X", "-H", "--header", "-u", "--user", "--max-time", "-m", "--write-out", "-w", "--connect-timeout"];
const changing = ["-d", "--data", "-T", "--upload-file", "-F", "-o"];

/** `curl --negotiate -u : URL`: a GET with the operator's ticket. */
export const curl: Command = {
  name: "curl",
  on: "gateway",
  isLook: (words) => !words.some((word, at) => changing.includes(word) || (word === "-X" && words[at + 1] !== "GET")),
  ask: (call) => get(call),
};

async function get(call: Call): Promise<Said> {
  const { flags, rest } = flagsIn(call.words, valued);
  const [address = ""] = rest;
  if (!URL.canParse(address)) return failed(3, "URL using bad/illegal format or missing URL");
  const url = new URL(address);
  const headers = new Headers([...(flags.get("--header") ?? []), ...(flags.get("-H") ?? [])].map(pairOf));
  if (flags.has("--negotiate")) headers.set("Authorization", ticketOf(call));
  const response = await call.fetch(url, { headers });
  if (!response) return failed(7, `Failed to connect to ${url.hostname} port ${url.port}: Connection refused`);
  const format = flags.get("--write-out")?.[0] ?? flags.get("-w")?.[0] ?? "";
  const tail = format.replaceAll("\\n", "\n").replaceAll("%{http_code}", String(response.status));
  return { exitCode: 0, stdout: (await response.text()) + tail, stderr: "" };
}

/** The rehearsal's ticket: whom it is of, as Foreman and the others take it. */
function ticketOf({ site }: Call): string {
  const [user] = site.identities.users;
  return `Negotiate ${Buffer.from(`${user?.name ?? ""}@CERN.CH`).toString("base64")}`;
}

function pairOf(header: string): [string, string] {
  const at = header.indexOf(":");
  return [header.slice(0, at), header.slice(at + 1).trim()];
}

function failed(exitCode: number, why: string): Said {
  return { exitCode, stdout: "", stderr: `curl: (${exitCode}) ${why}\n` };
}
