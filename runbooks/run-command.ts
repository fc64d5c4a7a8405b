import { act, hostWith, OpsError, type RunbookContext, runbook, typedWord } from "../src/runbook.ts";
import { commandIsRun } from "./parts/host.ts";
import { hostGiven } from "./parts/site.ts";

export const RunCommand = runbook({
  title: "Run one command on a host, as root",
  why: `For what no runbook does. What it does is not known, so it counts as destructive: it is refused on protected hosts
and never offered on the gateway. The arguments arrive as they are; there is no shell: no pipes, no wildcards.`,
  parameters: [
    hostWith("server"),
    {
      name: "argv",
      type: "text",
      isRest: true,
      title: 'the command and its arguments, each for itself: "docker", "ps"',
    },
  ],
  guards: ["free-commands"],
  scope: (context) => hostGiven(context).scope,
  steps(context) {
    const host = hostGiven(context);
    const argv = commandOf(context);
    const title = `run on ${host.name}: ${argv.map(typedWord).join(" ")}`;
    return [act({ id: "run", title, resources: [commandIsRun(host, argv)] })];
  },
});

function commandOf({ args: [host = "HOST", ...argv] }: RunbookContext): readonly string[] {
  if (argv.length > 0) return argv;
  throw new OpsError({
    code: "wrong-argument",
    reason: "usage",
    what: "RunCommand has no command to run",
    why: "after the host come the command and its arguments, each in quotes",
    next: `RunCommand("${host}", "uptime")`,
  });
}
