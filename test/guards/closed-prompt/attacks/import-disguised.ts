import type { Attack } from "../../case.ts";
import { poison } from "../../poison.ts";

export default {
  title: "an import that does not look like one",
  route: "dynamic import",
  identity: "name",
  typed: () => [
    poison,
    `const ways = await Promise.allSettled([
        import /* a comment */ ("node:fs"),
        (() => import
          ("node:fs"))(),
        ...[import("node:fs")],
        (async () => \`\${(await import("node:fs")).readFileSync}\`)(),
        import("node:fs", { with: { type: "builtin" } }),
      ]);
      ways.map(({ status, reason }) => { poison(reason); return status })`,
  ],
  held: { value: Array(5).fill("rejected") },
} satisfies Attack;
