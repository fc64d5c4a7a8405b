import type { Access, Doorways } from "../landscape.ts";
import type { Site } from "../site/index.ts";

/** Nothing runs on the hosts yet. */
export function openHosts(_site: Site): {
  readonly doors: Doorways;
  readonly access: Pick<Access, "ssh">;
  close(): void;
} {
  return { doors: { open: async () => undefined, close: () => {} }, access: {}, close: () => {} };
}
