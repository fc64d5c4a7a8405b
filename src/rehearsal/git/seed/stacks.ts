import type { AwsEnvironment } from "../../../model/environment.ts";
import type { StackPin } from "../../../model/sources.ts";
import type { Files } from "./edited-files.ts";
import { pinText } from "./pin-text.ts";

/**
 * The console's own file, with each stack's version as the environment has it, or with `version` in all of them.
 * @param text of the environment's file, when it could be read
 */
export function filesOfStacks(environment: AwsEnvironment, text: string | undefined, version?: string): Files {
  const pins = environment.sources?.bump.stacks ?? [];
  const [path] = pins[0]?.files ?? [];
  if (path === undefined) return {};
  const start = text !== undefined && agrees(environment, text) ? text : generated(environment);
  const written = pins.reduce((file, pin) => withVersion(file, pin, version ?? pinned(environment, pin)), start);
  return { [path]: written };
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
