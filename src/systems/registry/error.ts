import { OpsError } from "../../model/error.ts";

/**
 * What went wrong between the console and the registry of images. All calls only read.
 * `registry-unreachable` comes from `src/remote/http.ts`.
 *
 * - `registry-denied`: 401 or 403, or a challenge that is not answered.
 * - `registry-image`: an image that is not of this registry.
 * - `registry-answer`: an answer that is not the expected one.
 */
export type RegistryCode = "registry-denied" | "registry-image" | "registry-answer";

const nextSteps: Record<RegistryCode, string> = {
  "registry-denied": "set REGISTRY_USERNAME and REGISTRY_PASSWORD of a user who may pull, then start again",
  "registry-image": "compare the images with the registry of the environment file",
  "registry-answer": "look again; then ask it with docker manifest inspect",
};

export function registryError(code: RegistryCode, what: string, why: string): OpsError {
  return new OpsError({ code, reason: "system", what, why, next: nextSteps[code] });
}
