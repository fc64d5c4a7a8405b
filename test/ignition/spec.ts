import assert from "node:assert/strict";
import { userDataLimitBytes } from "#src/ignition/config.ts";

/** The parts of the v3.4.0 specification that our hosts use; every other key is refused. */
interface Config {
  readonly ignition: { readonly version: string };
  readonly passwd: {
    readonly users: readonly { readonly name: string; readonly sshAuthorizedKeys: readonly string[] }[];
  };
  readonly storage: {
    readonly files: readonly {
      readonly path: string;
      readonly mode: number;
      readonly contents: { readonly source: string };
    }[];
  };
  readonly systemd: {
    readonly units: readonly {
      readonly name: string;
      readonly enabled?: boolean;
      readonly mask?: boolean;
      readonly contents?: string;
    }[];
  };
}

/** Reads user data, and fails when it is not a configuration that a host would boot with. */
export function readIgnition(text: string): Config {
  assert.ok(Buffer.byteLength(text) < userDataLimitBytes, "fits into EC2's user data");
  const config: Config = JSON.parse(text);
  hasOnly(config, ["ignition", "passwd", "storage", "systemd"]);
  assert.deepEqual(config.ignition, { version: "3.4.0" });
  hasOnly(config.storage, ["files"]);
  config.passwd.users.forEach((user) => void hasOnly(user, ["name", "sshAuthorizedKeys"]));
  config.storage.files.forEach(checkFile);
  config.systemd.units.forEach(checkUnit);
  const names = config.systemd.units.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, "one entry for each unit");
  return config;
}

function checkFile(file: Config["storage"]["files"][number]) {
  hasOnly(file, ["path", "mode", "contents"]);
  hasOnly(file.contents, ["source"]);
  assert.match(file.path, /^\//);
  assert.equal(file.mode, 493, "0755, as the decimal number that JSON has");
  assert.match(file.contents.source, /^data:,[^\s]+$/);
}

function checkUnit(unit: Config["systemd"]["units"][number]) {
  hasOnly(unit, unit.mask ? ["name", "mask"] : ["name", "enabled", "contents"]);
  assert.match(unit.name, /^[a-z-]+\.service$/);
  if (unit.mask) return;
  assert.equal(unit.enabled, true);
  assert.match(unit.contents ?? "", /^\[Unit\]\n.*\n\[Service\]\n.*\n\[Install\]\nWantedBy=multi-user\.target\n$/s);
}

function hasOnly(value: object, keys: readonly string[]) {
  assert.deepEqual(Object.keys(value).sort(), [...keys].sort());
}

/** The text of one unit. */
export function unitText(config: Config, name: string): string {
  const unit = config.systemd.units.find((each) => each.name === name);
  assert.ok(unit?.contents, `${name} is there`);
  return unit.contents;
}

/** The `-e NAME=value` arguments of a unit's container. */
export function environmentOf(config: Config, unit: string): Readonly<Record<string, string>> {
  const found = [...unitText(config, unit).matchAll(/ -e (?:"([^"=]+)=([^"]*)"|([^\s=]+)=(\S*))/g)];
  return Object.fromEntries(found.map(([, quoted, text, plain, word]) => [quoted ?? plain, text ?? word]));
}

/** The directives of a unit by name, in order. */
export function directives(config: Config, unit: string, name: string): readonly string[] {
  return unitText(config, unit)
    .split("\n")
    .filter((line) => line.startsWith(`${name}=`))
    .map((line) => line.slice(name.length + 1));
}
