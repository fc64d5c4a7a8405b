import type { HostCommand } from "../../model/host-commands.ts";
import { curlLooks } from "./read-only-curl.ts";
import { openstackLooks } from "./read-only-openstack.ts";

/** Whether a program with these arguments changes nothing. */
type Looks = (words: readonly string[]) => boolean;

/** Flags that stand alone, and flags that take the next word with what that may be. */
interface Shape {
  readonly flags?: readonly string[];
  readonly valued?: Readonly<Record<string, RegExp>>;
  /** What every other word has to be; absent: there is none. */
  readonly operands?: RegExp;
  readonly atMost?: number;
}

/** A flag that is not named needs a permit: what it does is not known here. */
function shaped({ flags = [], valued = {}, operands, atMost = 100 }: Shape): Looks {
  return (words) => {
    let count = 0;
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] ?? "";
      const [name = "", value] = word.startsWith("--") ? splitAt(word, "=") : [word, undefined];
      const allowed = Object.hasOwn(valued, name) ? valued[name] : undefined;
      if (allowed) {
        if (!allowed.test(value ?? words[++at] ?? "")) return false;
      } else if (!flags.includes(word)) {
        count += 1;
        if (!operands || word.startsWith("-") || !operands.test(word)) return false;
      }
    }
    return count <= atMost;
  };
}

function splitAt(word: string, separator: string): readonly [string, string | undefined] {
  const at = word.indexOf(separator);
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

/** The first word decides what the others may be: `docker ps`. */
function verbs(of: Readonly<Record<string, Looks>>): Looks {
  return ([verb = "", ...words]) => Object.hasOwn(of, verb) && (of[verb]?.(words) ?? false);
}

const text = /^[^\0]*$/s;
const name = /^[A-Za-z0-9][A-Za-z0-9_.:/@-]*$/;
const host = /^[A-Za-z0-9][A-Za-z0-9.:-]*$/;
const seconds = /^\d{1,3}(\.\d+)?$/;
const path = /^\/[^\0]*$/;
/** Reading from other files may block, or acknowledge something: only these are read. */
const readFiles =
  /^\/proc\/(sys\/kernel\/random\/boot_id|uptime|loadavg|meminfo|cpuinfo|mdstat)$|^\/etc\/(os|redhat)-release$/;

const inspects = shaped({ valued: { "--format": text, "-f": text, "--type": /^\w+$/ }, operands: name });
const images = shaped({
  flags: ["-a", "-q", "--all", "--quiet", "--no-trunc", "--digests"],
  valued: { "--format": text, "--filter": text, "-f": text },
  operands: name,
});

const docker = verbs({
  ps: shaped({ flags: ["-a", "--all", "-q", "--quiet", "--no-trunc"], valued: { "--format": text, "--filter": text } }),
  inspect: inspects,
  info: shaped({ valued: { "--format": text, "-f": text } }),
  version: shaped({ valued: { "--format": text, "-f": text } }),
  images,
  image: verbs({ inspect: inspects, ls: images }),
});

/** With a name it would set it. */
const hostname = shaped({ flags: ["-f", "-s", "-d", "--fqdn", "--long", "--short"] });

const programs: Readonly<Record<string, Looks>> = {
  cat: shaped({ operands: readFiles }),
  chronyc: shaped({ flags: ["-n", "-c"], operands: /^(tracking|sources)$/, atMost: 1 }),
  curl: curlLooks,
  date: shaped({ flags: ["-u", "--utc"], operands: /^\+[^\0]*$/, atMost: 1 }),
  df: shaped({
    flags: ["-P", "-k", "-h", "-i", "-l", "-Pk", "-Ph", "-kP", "-B1", "--local", "--portability"],
    valued: { "--output": /^[\w,]+$/, "--block-size": /^\w+$/ },
    operands: path,
  }),
  docker,
  hostname,
  id: shaped({ flags: ["-u", "-n", "-un", "-g", "-gn"] }),
  klist: shaped({ flags: ["-s", "-A", "-l", "-f", "--json"] }),
  ls: shaped({ flags: ["-l", "-a", "-d", "-1", "-la", "-ld", "-al"], operands: path }),
  nproc: shaped({}),
  openstack: openstackLooks,
  ping: shaped({
    flags: ["-n", "-q"],
    valued: { "-c": /^\d{1,2}$/, "-W": seconds, "-w": seconds },
    operands: host,
    atMost: 1,
  }),
  puppet: verbs({
    config: verbs({ print: shaped({ valued: { "--section": /^\w+$/ }, operands: /^\w+$/ }) }),
    "--version": shaped({}),
  }),
  stat: shaped({ flags: ["-L"], valued: { "-c": text, "--format": text }, operands: path }),
  systemctl: verbs({
    "is-active": shaped({ operands: name }),
    show: shaped({ valued: { "-p": text }, operands: name }),
  }),
  test: shaped({ valued: { "-e": path, "-f": path, "-d": path, "-s": path } }),
  true: shaped({}),
  uname: shaped({ flags: ["-a", "-n", "-r", "-s", "-m"] }),
  uptime: shaped({ flags: ["-s", "-p"] }),
};

/** Settings that change where a program looks, or how it prints: not what it loads and runs. */
const harmlessSettings = /^(OS_[A-Z_]+|LANG|LC_[A-Z]+|TZ|COLUMNS)$/;

/**
 * Whether a command only looks: every word of it is known here. Anything else needs a permit; so does a look of which
 * one flag is not known.
 */
export function isReadOnly({ argv, env = {} }: Pick<HostCommand, "argv" | "env">): boolean {
  if (!Object.keys(env).every((setting) => harmlessSettings.test(setting))) return false;
  const [program = "", ...words] = withoutEnv(argv);
  return Object.hasOwn(programs, program) && (programs[program]?.(words) ?? false);
}

/** What `env -u NAME NAME=value ...` runs; nothing, where it sets or unsets something else. */
function withoutEnv(argv: readonly string[]): readonly string[] {
  if (argv[0] !== "env") return argv;
  let at = 1;
  for (; at < argv.length; at += 1) {
    const word = argv[at] ?? "";
    const setting = word === "-u" ? (argv[++at] ?? "") : splitAt(word, "=")[0];
    if (word !== "-u" && !word.includes("=")) break;
    if (!harmlessSettings.test(setting)) return [];
  }
  return argv.slice(at);
}
