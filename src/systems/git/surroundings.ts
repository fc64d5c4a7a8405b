import type { World } from "../../model/world.ts";

/** Settings of git for one run, as pairs of a name and its value. Never on a command line: one of them may hold a token. */
export type Settings = readonly (readonly [name: string, value: string])[];

/** What of the operator's own surroundings reaches git in the real world: how to connect, never what to do. */
const handedOn = new Set([
  ...["GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_PROXY_COMMAND", "GIT_EXEC_PATH"],
  ...["GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"],
]);

/** Nothing of a repository is executed, nothing asks, nothing stays behind, and nothing is signed or sent along. */
const always: Settings = [
  ["core.hooksPath", "/dev/null"],
  ["core.attributesFile", "/dev/null"],
  ["core.fsmonitor", "false"],
  ["core.quotePath", "false"],
  ["gc.autoDetach", "false"],
  ["maintenance.autoDetach", "false"],
  ["credential.interactive", "false"],
  ["fetch.recurseSubmodules", "false"],
  ["push.recurseSubmodules", "no"],
  ["push.followTags", "false"],
  ["push.gpgSign", "false"],
  ["log.showSignature", "false"],
  ["merge.conflictStyle", "merge"],
  ["blame.ignoreRevsFile", ""],
  ["http.followRedirects", "false"],
  ["http.lowSpeedLimit", "1"],
  ["http.lowSpeedTime", "30"],
  ["protocol.allow", "never"],
  ["protocol.https.allow", "always"],
  ["protocol.ssh.allow", "always"],
];

/** The environment variables of a git that works for this world. */
export function surroundingsOf(
  world: Pick<World, "forge">,
  home: string,
  settings: Settings = [],
): Record<string, string> {
  const own = world.forge ? ownOfRehearsal(home) : ownOfOperator();
  return {
    ...own,
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    // Empty: no program is asked for a password either.
    GIT_ASKPASS: "",
    SSH_ASKPASS_REQUIRE: "never",
    GIT_PAGER: "cat",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_OPTIONAL_LOCKS: "0",
    ...settingsAsVariables([...always, ...settings]),
  };
}

/** A rehearsal knows nothing of the operator's configuration, keys and proxies. */
function ownOfRehearsal(home: string): Record<string, string> {
  const nowhere = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  return { PATH: process.env.PATH ?? "", HOME: home, NO_PROXY: "*", ...nowhere };
}

function ownOfOperator(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_") || handedOn.has(name));
  return Object.fromEntries(entries.map(([name, value = ""]) => [name, value]));
}

function settingsAsVariables(settings: Settings): Record<string, string> {
  const variables = settings.flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, name],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(variables) };
}

/** ssh that asks nothing and does not hang, by whatever ssh the operator uses for git. */
export function sshCommand(configured: string): Record<string, string> {
  const { GIT_SSH, GIT_SSH_COMMAND, GIT_SSH_VARIANT } = process.env;
  if (GIT_SSH_VARIANT || (GIT_SSH && !GIT_SSH_COMMAND)) return {};
  const options =
    "-o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=15 -o ServerAliveCountMax=2 -o ControlMaster=no";
  return { GIT_SSH_COMMAND: `${GIT_SSH_COMMAND || configured || "ssh"} ${options}`, GIT_SSH_VARIANT: "ssh" };
}
