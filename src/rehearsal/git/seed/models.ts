import type { Bump, Pin } from "../../../model/sources.ts";
import type { Files } from "./edited-files.ts";
import { pinText } from "./pin-text.ts";
import { framed } from "./surroundings.ts";

/** On which of the edit's images each model is built, one after the other; -1: on none of them. */
const kinds = [0, 0, 1, -1, 0];
/** One that nobody brought along with the last bump. */
const laggard = 1;
/** One that is built from two Dockerfiles. */
const twofold = 4;

export interface ModelVersions {
  readonly current: string;
  readonly before: string;
}

/** What a model has of the images at a version. The one that lags never came to the current one. */
export function filesOfModel(models: Bump["models"], index: number, version: string, versions: ModelVersions): Files {
  const kind = kinds[index % kinds.length] ?? -1;
  const pin = models.edit.pins[kind];
  const paths = pathsOf(models, index);
  if (!pin) return { [paths[0] ?? "Dockerfile"]: "FROM python:3.11-slim\n\nCOPY . /model\nRUN pip install /model\n" };
  const isBehind = index % kinds.length === laggard && version === versions.current;
  return Object.fromEntries(paths.map((path) => [path, fileAt(path, pin, isBehind ? versions.before : version)]));
}

function fileAt(path: string, pin: Pin, version: string): string {
  return framed("a model", path, pinText(pin, version));
}

function pathsOf({ edit }: Bump["models"], index: number): readonly string[] {
  const [first = "Dockerfile", second] = edit.files.map((file) => file.replaceAll("*", "batch"));
  return index % kinds.length === twofold && second ? [first, second] : [first];
}
