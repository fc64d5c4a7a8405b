import type { HostCommands } from "../../model/host-commands.ts";
import { quoted } from "../../model/printable.ts";
import { foremanError } from "./error.ts";
import { type Answer, acceptedVersion, answerBytes, type Get } from "./get.ts";

/** Foreman as the ticket on the gateway lets us in: `curl --negotiate` there. curl follows no redirect by itself. */
export function byGateway(url: URL, gateway: string, ssh: HostCommands, withinSeconds: number): Get {
  return async (path) => {
    const argv = argvFor(new URL(path, url).href, withinSeconds);
    const command = { argv, withinSeconds, outputBytes: answerBytes };
    const { exitCode, stdout, stderr, isTruncated } = await ssh.run(gateway, command);
    const what = `Foreman at ${url.host} does not answer curl on ${gateway}`;
    if (exitCode !== 0) throw foremanError("foreman-unreachable", what, quoted(stderr) || `exit code ${exitCode}`);
    if (isTruncated) throw foremanError("foreman-answer", what, `an answer of more than ${answerBytes} bytes`);
    return answerIn(stdout, what);
  };
}

/** `-u :` takes the name from the ticket. The status comes on a line of its own after the body. */
function argvFor(href: string, withinSeconds: number): readonly string[] {
  return [
    ...["curl", "--silent", "--show-error", "--negotiate", "-u", ":"],
    ...["--max-time", String(Math.floor(withinSeconds))],
    ...["--header", `Accept: ${acceptedVersion}`],
    ...["--write-out", "\\n%{http_code}", href],
  ];
}

function answerIn(stdout: string, what: string): Answer {
  const [, text = "", status = ""] = /^([\s\S]*)\n(\d{3})\s*$/.exec(stdout) ?? [];
  if (status === "") throw foremanError("foreman-answer", what, "no status line after the body");
  return { status: Number(status), text };
}
