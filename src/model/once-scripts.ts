// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the shell's own.
/**
 * Scripts by which a command on a host is started once and survives the connection that started it. Each is one line
 * without an exclamation mark, so that a csh as the login shell hands it on unchanged; dash and bash run it.
 *
 * On the host: a directory `<root>/<token>` made first, with `begun`, `output` (both streams), `pid` (process, its start
 * time, the boot's id, the node) and at last `exit`. The root is `~/.mesos-console`; where the home is on a network
 * file system, whose tickets end with the session, it is a folder of `/var/tmp` that belongs to the user.
 */

/** Ends the words that both scripts begin with: `$root` is the folder of all tokens. */
const findRoot = [
  "root=$HOME/.mesos-console;",
  'case $(cd "$HOME" && pwd -P) in /afs/*|/eos/*) root=/var/tmp/mesos-console-$(id -u);; esac;',
];

/** Prints the start time of process `$1` in clock ticks since boot: a number that comes again is told apart by it. */
const startTime =
  'started() { stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; set -- ${stat##*) }; case $1 in Z|X) return 1;; esac; echo "${20}"; };';

/** What runs detached. `$1`: the directory; then the command's words. The exit code is there whole or not at all. */
const runner = [
  "dir=$1; shift;",
  startTime,
  'echo "$$ $(started $$) $(cat /proc/sys/kernel/random/boot_id) $(uname -n)" > "$dir/pid.new";',
  'mv "$dir/pid.new" "$dir/pid";',
  '"$@"; code=$?;',
  'rm -f "$dir/krb5cc";',
  'echo "$code" | dd of="$dir/exit.new" conv=fsync 2>/dev/null;',
  'mv "$dir/exit.new" "$dir/exit"',
].join(" ");

/** A ticket in a file is deleted when the session ends: the command gets a copy. Other kinds outlive the session. */
const ownTicket = [
  "cache=$(klist 2>/dev/null | sed -n 's/^Ticket cache: *//p');",
  "case $cache in FILE:*) cache=${cache#FILE:};; DIR::*) cache=${cache#DIR::};; *) cache=;; esac;",
  'if [ -n "$cache" ] && cp "$cache" "$dir/krb5cc"; then KRB5CCNAME=FILE:$dir/krb5cc; export KRB5CCNAME; fi;',
];

/**
 * Starts a command detached: `$1` the token, then the command's words. Prints `started`, or `already` when the token's
 * directory is there. Exit 0: one of them; 71: there is no directory, so nothing was started; 72: nobody knows.
 */
const startScript = [
  "token=$1; shift;",
  ...findRoot,
  "dir=$root/$token;",
  'mkdir -p -m 700 "$root" && [ -O "$root" ] || exit 71;',
  'if mkdir -m 700 "$dir" 2>/dev/null; then :; elif [ -d "$dir" ]; then echo already; exit 0; else exit 71; fi;',
  'dd if=/dev/null of="$dir/begun" conv=fsync 2>/dev/null;',
  "mask=$(umask); umask 077;",
  ...ownTicket,
  'umask "$mask";',
  `setsid nohup sh -c '${runner}' mesos-console-once "$dir" "$@" </dev/null >"$dir/output" 2>&1 &`,
  'tries=0; until [ -e "$dir/pid" ]; do tries=$((tries+1)); [ "$tries" -gt 200 ] && exit 72; sleep 0.05; done;',
  "echo started",
].join(" ");

/**
 * Looks at a command that was started: `$1` the token, `$2` how many bytes of its output were seen. Prints one line,
 * `absent`, `running`, `lost`, `ended <exit code>` or `elsewhere <node>` (a home that several machines share), and then
 * at most 256 KiB of the output after those bytes. A directory without a process yet counts as running for a minute.
 */
const lookScript = [
  "token=$1; seen=$2;",
  ...findRoot,
  startTime,
  "dir=$root/$token; state=lost;",
  'if [ -d "$dir" ]; then :; else echo absent; exit 0; fi;',
  'if [ -e "$dir/pid" ]; then read -r pid start boot node < "$dir/pid";',
  'if [ "$node" = "$(uname -n)" ]; then here=$(cat /proc/sys/kernel/random/boot_id);',
  'if [ "$boot" = "$here" ] && [ "$start" = "$(started "$pid")" ]; then state=running; fi;',
  'else state="elsewhere $node"; fi;',
  'elif [ -n "$(find "$dir" -prune -mmin -1)" ]; then state=running; fi;',
  'code=$(cat "$dir/exit" 2>/dev/null); if [ -n "$code" ]; then state="ended $code"; fi;',
  'echo "$state"; tail -c "+$((seen+1))" "$dir/output" 2>/dev/null | head -c 262144',
].join(" ");

/** Zeroth argument of both scripts: what `ps` on the host shows of them. */
const scriptName = "mesos-console";

/** `["sh", "-c", <script>, "mesos-console", <token>, ...<the command's words>]` */
export function startOnceArgv(token: string, argv: readonly string[]): readonly string[] {
  return ["sh", "-c", startScript, scriptName, token, ...argv];
}

/** `["sh", "-c", <script>, "mesos-console", <token>, <bytes seen>]` */
export function lookOnceArgv(token: string, bytesSeen: number): readonly string[] {
  return ["sh", "-c", lookScript, scriptName, token, String(bytesSeen)];
}

/** The most of the output that one look prints. */
export const lookBytes = 262_144;

/** Which of the scripts a command is, by its exact text; `undefined` for any other command. */
export function onceCommandOf(
  argv: readonly string[],
):
  | { readonly is: "start"; readonly token: string; readonly argv: readonly string[] }
  | { readonly is: "look"; readonly token: string; readonly bytesSeen: number }
  | undefined {
  const [shell, flag, script, name, token, ...rest] = argv;
  if (shell !== "sh" || flag !== "-c" || name !== scriptName || token === undefined) return undefined;
  if (script === startScript) return { is: "start", token, argv: rest };
  if (script === lookScript) return { is: "look", token, bytesSeen: Number(rest[0]) };
  return undefined;
}
