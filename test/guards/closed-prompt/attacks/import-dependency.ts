import type { Attack } from "../../case.ts";

export default {
  title: "a package, the SDK is imported",
  route: "dynamic import",
  identity: "name",
  typed: () => ['await import("@aws-sdk/client-ec2")'],
  held: { by: "import" },
} satisfies Attack;
