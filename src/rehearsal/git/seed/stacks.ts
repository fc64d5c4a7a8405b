import type { AwsEnvironment } from "../../../model/environment.ts";
import type { StackPin } from "../../../model/sources.ts";
import type { Past } from "./history.ts";
import { pinText } from "./pin-text.ts";

/** Versions of the stacks: what the environment pins, or one for all of them. */
export type StackVersion = string | "as pinned";

/** One commit for each stack, in the order in which they are updated, in the console's own file. */
export function pastOfStacks(
  environment: AwsEnvironment,
  text: string | undefined,
  from: StackVersion,
  to: StackVersion,
): readonly Past[] {
  const pins = environment.sources?.bump.stacks ?? [];
  const start = text !== undefined && agrees(environment, text) ? text : generated(environment);
  return pins.map((pin, index) => {
    const at = (each: number) => versionOf(environment, pins[each] ?? pin, each <= index ? to : from);
    const written = pins.reduce((file, each, place) => withVersion(file, each, at(place)), start);
    const title = pin.commit.replaceAll("{version}", at(index));
    return { title, files: { [pin.files[0] ?? "pins.ts"]: written } };
  });
}

function versionOf(environment: AwsEnvironment, pin: StackPin, version: StackVersion): string {
  return version === "as pinned" ? pinned(environment, pin) : version;
}

function pinned(environment: AwsEnvironment, { stack }: StackPin): string {
  return environment.stacks[stack]?.mesosVersion ?? "";
}

/** Whether every pin is found in it, once, with the environment's version. */
function agrees(environment: AwsEnvironment, text: string): boolean {
  const stacks = environment.sources?.bump.stacks ?? [];
  return stacks.every((edit) => {
    const found = [...text.matchAll(new RegExp(edit.pins[0]?.pattern ?? "", "gm"))];
    return found.length === 1 && found[0]?.groups?.version === pinned(environment, edit);
  });
}

function generated(environment: AwsEnvironment): string {
  const stacks = environment.sources?.bump.stacks ?? [];
  const parts = stacks.map((edit) => {
    const lines = edit.pins.map((pin) => pinText(pin, pinned(environment, edit)));
    return `${lines.join("\n")}\n    },`;
  });
  return `export default {\n  name: "${environment.name}",\n  stacks: {\n${parts.join("\n")}\n  },\n};\n`;
}

function withVersion(text: string, { pins }: StackPin, version: string): string {
  return pins.reduce((file, { pattern }) => {
    const [from, to] = new RegExp(pattern, "dm").exec(file)?.indices?.groups?.version ?? [0, 0];
    return to === 0 ? file : `${file.slice(0, from)}${version}${file.slice(to)}`;
  }, text);
}
