import { hostWith, runbook } from "../src/runbook.ts";
import { entered, keyAccepted } from "./parts/new-host.ts";
import { hostGiven } from "./parts/site.ts";

export const AcceptHostKey = runbook({
  title: "Take the host key of a machine that somebody else made anew",
  why: `A rebuilt machine has a new host key. Where this console did not rebuild it, it knows the old one and does not log
in. What the machine shows is put beside what its console's output in OpenStack shows: a key that is not among those is
never taken, since somebody else may answer in the machine's name.`,
  parameters: [hostWith("server")],
  scope: (context) => hostGiven(context).scope,
  steps(context) {
    const host = hostGiven(context);
    return [...keyAccepted(host), entered(host)];
  },
});
