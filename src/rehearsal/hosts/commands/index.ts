import { gatewayCommands } from "../../gateway/commands.ts";
import type { Command, Where } from "../command.ts";
import { date } from "./date.ts";
import { df } from "./df.ts";
import { docker } from "./docker.ts";
import { plainCommands } from "./plain.ts";
import { puppet } from "./puppet.ts";
import { systemctl } from "./systemctl.ts";

const commands: readonly Command[] = [...plainCommands, date, df, docker, puppet, systemctl, ...gatewayCommands];

/** The command of that name at such a host, also when it is called by its path. */
export function commandNamed(name: string, places: readonly Where[]): Command | undefined {
  const bare = name.replace(/^\/(?:usr\/|opt\/puppetlabs\/)?s?bin\//, "");
  return commands.find((command) => command.name === bare && (command.on === undefined || places.includes(command.on)));
}
