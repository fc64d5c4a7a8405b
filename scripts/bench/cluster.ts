import { type Measured, Rehearsal, zones } from "./rehearsal.ts";
import type { Row } from "./row.ts";

/** 1,000 agents and 3 masters come on 2 pages of 1,000, their 1,006 volumes on 3 pages of 500. */
const furtherPages = 1 + 2;

/** What a plan costs when 1,000 instances exist, and what it costs to make 100: in calls, processor time, memory, commits. */
export async function clusterRows(): Promise<readonly Row[]> {
  const few = await look(10);
  const many = await look(1000);
  const made = await lookAndMake(100);
  return [...planRows(few, many), ...makeRows(made)];
}

async function look(agents: number): Promise<Measured> {
  return inCluster(agents, async (rehearsal) => {
    await rehearsal.evaluate('MesosFixed.create!("test")');
    return rehearsal.measure('MesosFixed.create("test")');
  });
}

async function lookAndMake(agents: number): Promise<Measured> {
  return inCluster(agents, (rehearsal) => rehearsal.measure('MesosFixed.create!("test")'));
}

/** With masters, at which the agents register. */
async function inCluster<T>(agents: number, work: (rehearsal: Rehearsal) => Promise<T>): Promise<T> {
  const rehearsal = new Rehearsal(agents);
  try {
    await rehearsal.evaluate('MesosMaster.create!("test")');
    return await work(rehearsal);
  } finally {
    await rehearsal.close();
  }
}

function planRows(few: Measured, many: Measured): readonly Row[] {
  const [fewCalls, calls] = [few.requests.length, many.requests.length];
  return [
    {
      what: "AWS calls of a plan, 1,000 instances exist",
      measured: `${calls}`,
      comparedWith: `10 instances ${fewCalls}`,
      ratio: calls / fewCalls,
      promised: `the same, and ${furtherPages} pages more`,
      isKept: calls <= fewCalls + furtherPages,
    },
    {
      what: "processor time of that console, from start to end",
      measured: `${many.usage.cpuSeconds.toFixed(2)} s`,
      comparedWith: `10 instances ${few.usage.cpuSeconds.toFixed(2)} s`,
      ratio: many.usage.cpuSeconds / few.usage.cpuSeconds,
      promised: "under 1 s",
      isKept: many.usage.cpuSeconds < 1,
    },
    {
      what: "its memory at most",
      measured: `${many.usage.peakMiB.toFixed(0)} MiB`,
      comparedWith: `10 instances ${few.usage.peakMiB.toFixed(0)} MiB`,
      ratio: many.usage.peakMiB / few.usage.peakMiB,
      promised: "under 250 MB",
      isKept: many.usage.peakMiB * 1.048576 < 250,
    },
  ];
}

function makeRows({ usage, requests }: Measured): readonly Row[] {
  const ofChanges = Object.entries(usage.commitsOf).filter(([change]) => change.startsWith("create "));
  const mostCommits = Math.max(...ofChanges.map(([, commits]) => commits));
  const launches = requests.filter((action) => action === "RunInstances").length;
  return [
    {
      what: "RunInstances calls of 100 agents",
      measured: `${launches}`,
      comparedWith: `zones ${zones}`,
      ratio: launches / zones,
      promised: "one in each zone",
      isKept: launches === zones,
    },
    {
      what: "commits to the journal for one of its changes, at most",
      measured: `${mostCommits}`,
      comparedWith: `the whole run, ${ofChanges.length} changes ${usage.commits}`,
      ratio: mostCommits / usage.commits,
      promised: "at most 2",
      isKept: ofChanges.length === zones && mostCommits <= 2,
    },
  ];
}
