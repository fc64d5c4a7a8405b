import { onceCommandOf } from "../../model/once-scripts.ts";
import type { Said } from "../ssh/server.ts";
import { wordsOf } from "../ssh/words.ts";
import type { Call, Command, Where } from "./command.ts";
import { commandNamed } from "./commands/index.ts";
import type { Host } from "./host.ts";
import { Job } from "./job.ts";
import { complain, type Play, playThrough } from "./play.ts";

type Around = Pick<Call, "site" | "hosts" | "fetch">;

/**
 * What a host answers to a command line. There is no shell behind it: an operator may type anything in a rehearsal, and
 * nothing of it runs anywhere.
 */
export async function execute(around: Around, host: Host, line: string): Promise<Said> {
  const words = wordsOf(line);
  if (!words || words.length === 0) return logged(around, host, line, false, notUnderstood(line));
  const once = onceCommandOf(words);
  if (once?.is === "look") return logged(around, host, `look at ${once.token}`, true, look(host, once));
  if (once) return start(around, host, once);
  const call = callOf(around, host, words);
  const isLook = call?.command.isLook(call.words) ?? false;
  return logged(around, host, words.join(" "), isLook, call ? await run(call) : notFound(words));
}

interface Resolved extends Call {
  readonly command: Command;
}

/** `env -u NAME NAME=value command...`, or without `env` what stands before the command. */
function callOf(around: Around, host: Host, words: readonly string[]): Resolved | undefined {
  const { env, rest } = settingsIn(words);
  const [name = "", ...others] = rest;
  const command = commandNamed(name, placesOf(host, around));
  return command && { ...around, host, words: others, env, command };
}

function placesOf({ role }: Host, { site }: Around): readonly Where[] {
  if (role === "authority") return ["authority"];
  if (role !== "gateway") return ["servers"];
  return site.ground.environment.puppetCa ? ["gateway"] : ["gateway", "authority"];
}

function settingsIn(words: readonly string[]): { readonly env: Call["env"]; readonly rest: readonly string[] } {
  const env: Record<string, string> = {};
  let rest = words[0] === "env" ? words.slice(1) : words;
  for (;;) {
    const [word = "", next] = rest;
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
    if (word === "-u" && next !== undefined) rest = rest.slice(2);
    else if (name !== undefined) {
      env[name] = value ?? "";
      rest = rest.slice(1);
    } else return { env, rest };
  }
}

async function run(call: Resolved): Promise<Said> {
  const { command, site } = call;
  if (command.ask) return command.ask(call);
  return command.play ? playThrough(command.play(call), site.ground.time) : said(127, "");
}

/** Once for each token, however often it is asked for: the second time nothing changes. */
function start(around: Around, host: Host, once: { readonly token: string; readonly argv: readonly string[] }): Said {
  const words = once.argv.join(" ");
  if (host.disk.jobs.has(once.token)) return logged(around, host, `already ${words}`, true, said(0, "already\n"));
  const call = callOf(around, host, once.argv);
  const play: Play = call?.command.play?.(call) ?? complain(notThere(once.argv), 127);
  host.disk.jobs.set(once.token, new Job(play, around.site.ground.time));
  around.hosts.tellStarted(host);
  return logged(around, host, words, false, said(0, "started\n"));
}

function look(host: Host, { token, bytesSeen }: { readonly token: string; readonly bytesSeen: number }): Said {
  const job = host.disk.jobs.get(token);
  return said(0, job ? job.tell(bytesSeen) : "absent\n");
}

function notThere([name = ""]: readonly string[]): string {
  return `sh: ${name}: not found (a rehearsed host knows few commands)`;
}

function notFound([name = ""]: readonly string[]): Said {
  return said(127, "", `${notThere([name])}\n`);
}

function notUnderstood(line: string): Said {
  return said(127, "", `rehearsal: not understood: ${line}\n`);
}

function said(exitCode: number, stdout: string, stderr = ""): Said {
  return { exitCode, stdout, stderr };
}

function logged({ site }: Around, host: Host, action: string, isLook: boolean, result: Said): Said {
  const status = result.exitCode;
  site.requests.add({ service: "ssh", action: `${host.name}: ${action}`, isMutating: !isLook, status });
  return result;
}
