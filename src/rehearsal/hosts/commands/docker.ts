import type { Call, Command } from "../command.ts";
import type { Container } from "../containers.ts";
import { stateOf } from "../containers.ts";
import { answer, complain, err, out, type Play, pass } from "../play.ts";
import { filled, flagsIn } from "./docker-format.ts";
import { inspected, listed } from "./docker-json.ts";

const looks = ["ps", "inspect", "info", "version", "images", "logs"];
/** World seconds. */
const takes = { pull: 95, restart: 10 };

/** As far as the console and an operator at work ask for it: `ps`, `inspect`, `info`, `pull`, `restart`, `stop`, `start`. */
export const docker: Command = {
  name: "docker",
  on: "servers",
  isLook: (words) => looks.includes(verbOf(words)),
  play(call) {
    const { host } = call;
    const verb = verbOf(call.words);
    if (!isThere(call)) return complain(`bash: docker: command not found`, 127);
    const known = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    const rest = call.words.slice(call.words.indexOf(verb) + 1);
    return known ? known({ ...call, host, words: rest }) : complain(`docker: '${verb}' is not a docker command.`, 1);
  },
};

/** `docker container ls` is `docker ps`. */
function verbOf(words: readonly string[]): string {
  return words.find((word) => !word.startsWith("-") && word !== "container") ?? "";
}

/** Puppet installs it. */
function isThere({ host }: Call): boolean {
  return host.disk.puppet.isConverged;
}

const verbs: Readonly<Record<string, (call: Call) => Play>> = {
  ...{ ps, inspect, info, pull, restart, stop, start },
  ...{ logs, images, version: () => answer(["Docker version 20.10.24, build 297e128"]) },
};

function ps(call: Call): Play {
  const { flags } = flagsIn(call.words, ["--format", "--filter", "-f"]);
  const now = call.site.ground.time.now();
  const isAll = call.words.some((word) => ["-a", "--all", "-aq", "-qa"].includes(word));
  const shown = call.host.disk.containers
    .all()
    .filter((each) => isAll || ["running", "restarting"].includes(stateOf(each, now)))
    .filter((each) =>
      [...(flags.get("--filter") ?? []), ...(flags.get("-f") ?? [])].every((one) => fits(each, one, now)),
    );
  const format = flags.get("--format")?.[0] ?? "table {{.ID}}\t{{.Image}}\t{{.Status}}\t{{.Names}}";
  const rows = shown.map((each) => filled(format.replace(/^table /, ""), listed(each, now)));
  return answer(format.startsWith("table ") ? ["CONTAINER ID\tIMAGE\tSTATUS\tNAMES", ...rows] : rows);
}

/** `name=` is a part of the name, as docker has it; `status=` is the state. */
function fits(container: Container, filter: string, now: number): boolean {
  const [key, value = ""] = filter.split("=");
  if (key === "name") return new RegExp(value.replaceAll("/", "")).test(container.name);
  return key === "status" && stateOf(container, now) === value;
}

function* inspect({ host, site, words }: Call): Play {
  const { flags, rest } = flagsIn(words, ["--format", "-f", "--type"]);
  const format = flags.get("--format")?.[0] ?? flags.get("-f")?.[0];
  const now = site.ground.time.now();
  const found = rest.flatMap((name) => host.disk.containers.get(name) ?? []).map((each) => inspected(each, now));
  if (format === undefined) yield out(JSON.stringify(found, undefined, 4));
  else for (const one of found) yield out(filled(format, one));
  const missing = rest.filter((name) => !host.disk.containers.get(name));
  for (const name of missing) yield err(`Error: No such object: ${name}`);
  return missing.length > 0 ? 1 : 0;
}

function info({ host, site, words }: Call): Play {
  const all = host.disk.containers.all();
  const running = all.filter((each) => stateOf(each, site.ground.time.now()) === "running").length;
  const fields = {
    ...{ Name: host.fullName, ServerVersion: "20.10.24", DockerRootDir: "/var/lib/docker", Containers: all.length },
    ...{
      ContainersRunning: running,
      ContainersStopped: all.length - running,
      OperatingSystem: "CentOS Linux 7 (Core)",
    },
  };
  const [format] = flagsIn(words, ["--format", "-f"]).flags.values();
  if (format?.[0] !== undefined) return answer([filled(format[0], fields)]);
  return answer(Object.entries(fields).map(([name, value]) => ` ${name}: ${value}`));
}

function logs({ host, site, words }: Call): Play {
  const [name = ""] = flagsIn(words, ["--tail", "-n", "--since"]).rest;
  const container = host.disk.containers.get(name);
  if (!container) return complain(`Error: No such container: ${name}`, 1);
  const started = new Date(container.startedAt ?? container.createdAt).toISOString();
  if (stateOf(container, site.ground.time.now()) !== "restarting") return answer([`${started} ${name} started`]);
  return answer([`${started} ${name} started`, `${started} FATAL: cannot bind to port: address already in use`]);
}

function images({ host }: Call): Play {
  const rows = [...host.disk.containers.images()].map((image) => image.split(":")).sort();
  return answer(["REPOSITORY\tTAG", ...rows.map(([name, tag = "latest"]) => `${name}\t${tag}`)]);
}

const pullsTried = new WeakMap<object, number>();

/** With the fault `pull-fails` the first one on each root disk fails. */
function* pull({ host, site, words }: Call): Play {
  const [name = ""] = words.filter((word) => !word.startsWith("-"));
  const image = name.includes(":") ? name : `${name}:latest`;
  const tries = (pullsTried.get(host.disk) ?? 0) + 1;
  pullsTried.set(host.disk, tries);
  if (image === name) yield out(`${image.split(":")[1]}: Pulling from ${image.split(":")[0]}`);
  else yield out(`Using default tag: latest\nlatest: Pulling from ${name}`);
  if (site.ground.troubles.has("pull-fails") && tries === 1) {
    yield pass(takes.pull / 5);
    yield err(
      'error pulling image configuration: Get "https://production.cloudflare.docker.com/": net/http: TLS handshake timeout',
    );
    return 1;
  }
  yield pass(takes.pull);
  const isNew = !host.disk.containers.images().has(name);
  host.disk.containers.pull(name);
  yield out(`Status: ${isNew ? "Downloaded newer image" : "Image is up to date"} for ${image}`);
  return 0;
}

/** Each container by its name, one after the other. */
function* each({ host, hosts, words, site }: Call, act: (container: Container, now: number) => void): Play {
  const names = flagsIn(words, ["-t", "--time"]).rest;
  let missing = 0;
  for (const name of names) {
    const container = host.disk.containers.get(name);
    if (!container) {
      missing += 1;
      yield err(`Error response from daemon: No such container: ${name}`);
      continue;
    }
    host.disk.containers.stop(container, site.ground.time.now());
    hosts.tell(host);
    yield pass(takes.restart / 5);
    act(container, site.ground.time.now());
    hosts.tell(host);
    yield out(name);
  }
  return missing > 0 ? 1 : 0;
}

function restart(call: Call): Play {
  return each(call, (container, now) => call.host.disk.containers.restart(container, now));
}

function start(call: Call): Play {
  return each(call, (container, now) => call.host.disk.containers.restart(container, now));
}

function stop(call: Call): Play {
  return each(call, () => undefined);
}
