import type { ReportLine, ReportStatus } from "../../site/foreman.ts";
import type { Call, Command } from "../command.ts";
import { answer, complain, err, out, type Play, pass } from "../play.ts";
import { startContainers } from "../provision.ts";

const lockFile = "/opt/puppetlabs/puppet/cache/state/agent_catalog_run.lock";
/** World seconds. */
const takes = { catalog: 8, firstRun: 140, laterRun: 35 };

/** Exit codes of `--detailed-exitcodes` (sheet, section 7). */
const exits = { clean: 0, notRun: 1, changes: 2, failures: 4, both: 6 } as const;

/** `puppet agent -t -v`: the one way in which a host is configured; `puppet config print` tells where things are. */
export const puppet: Command = {
  name: "puppet",
  on: "servers",
  isLook: ([what, verb]) => what === "config" && verb === "print",
  play(call) {
    const [what, ...options] = call.words;
    if (what === "config") return answer([options.at(-1) === "agent_catalog_run_lockfile" ? lockFile : ""]);
    if (what !== "agent") return complain(`Error: Unknown Puppet subcommand '${what}'`, 1);
    return run(call);
  },
};

function* run(call: Call): Play {
  const { site, host } = call;
  const { puppet: state } = host.disk;
  const { time, environment } = site.ground;
  if (time.now() < state.lockedUntil) return yield* skipped();
  state.lockedUntil = time.now() + 3_600_000;
  yield out(`Info: Using configured environment '${environment.agents.foremanEnvironment}'`);
  for (const what of ["pluginfacts", "plugin", "locales"]) yield out(`Info: Retrieving ${what}`);
  yield pass(takes.catalog);
  const refusal = isWrapped(call) ? undefined : admit(call);
  if (refusal) return yield* notRun(call, refusal);
  if (!site.foreman.get(host.fullName)) return yield* notRun(call, unknownNode(call));
  yield out(`Info: Caching catalog for ${host.fullName}`);
  yield out(`Info: Applying configuration version '${Math.floor(time.now() / 1000)}'`);
  yield pass(state.isConverged ? takes.laterRun : takes.firstRun);
  state.lockedUntil = time.now();
  state.runs += 1;
  const isBroken = site.ground.troubles.has("puppet-never-passes");
  const isUnlucky = site.ground.troubles.has("puppet-fails-twice") && state.runs <= 2 && !state.isConverged;
  return isBroken || isUnlucky ? yield* failed(call) : yield* passed(call);
}

/** Another run has the lock. */
function* skipped(): Play {
  yield out(`Notice: Run of Puppet configuration client already in progress; skipping  (${lockFile} exists)`);
  return exits.notRun;
}

/** Whether wrappers see to records and certificates. */
function isWrapped({ site }: Call): boolean {
  return site.ground.environment.openstack.provisioner === "cern";
}

/** Without wrappers a host's first report makes its record; its certificate must not be an earlier root disk's. */
function admit({ site, host, hosts }: Call): string | undefined {
  const has = `${host.fullName} already has a signed certificate; ignoring certificate request`;
  if (!hosts.certificates.sign(host)) return `Server Error: ${has}`;
  const { foremanEnvironment } = site.ground.environment.agents;
  const record = { name: host.fullName, hostgroup: "", environment: foremanEnvironment };
  if (!site.foreman.get(host.fullName)) site.foreman.create(record);
  return undefined;
}

function unknownNode({ host }: Call): string {
  return `Server Error: Failed when searching for node ${host.fullName}: Failed to find ${host.fullName} via exec`;
}

function* notRun({ site, host }: Call, why: string): Play {
  host.disk.puppet.lockedUntil = site.ground.time.now();
  yield err(`Error: Could not retrieve catalog from remote server: Error 500 on SERVER: ${why}`);
  yield err("Warning: Not using cache on failed catalog");
  yield err("Error: Could not retrieve catalog; skipping run");
  return exits.notRun;
}

function* failed(call: Call): Play {
  const source = "/Stage[main]/Docker::Service/Service[docker]";
  const message = "change from 'stopped' to 'running' failed: Systemd start for docker failed!";
  yield out("Notice: /Stage[main]/Docker::Install/Package[docker]/ensure: created");
  yield err(`Error: ${source}/ensure: ${message}`);
  yield err("Warning: /Stage[main]/Mesos::Container/Docker::Run[mesos]: Skipping because of failed dependencies");
  yield out(`Notice: Applied catalog in ${takes.firstRun.toFixed(2)} seconds`);
  report(call, { applied: 4, failed: 1, skipped: 6 }, [{ level: "err", source: `${source}/ensure`, message }]);
  return exits.both;
}

function* passed(call: Call): Play {
  const { site, host, hosts } = call;
  const { puppet: state } = host.disk;
  const isFirst = !state.isConverged;
  if (isFirst)
    yield out("Notice: /Stage[main]/Docker::Service/Service[docker]/ensure: ensure changed 'stopped' to 'running'");
  yield out(`Notice: Applied catalog in ${(isFirst ? takes.firstRun : takes.laterRun).toFixed(2)} seconds`);
  state.isConverged = true;
  startContainers(site, host, site.ground.time.now());
  hosts.tell(host);
  report(call, { applied: isFirst ? 14 : 0 }, []);
  return isFirst ? exits.changes : exits.clean;
}

function report({ site, host }: Call, status: Partial<ReportStatus>, logs: readonly ReportLine[]): void {
  site.foreman.report(host.fullName, status, logs);
}
