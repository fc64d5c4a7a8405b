import type { Attack } from "../../case.ts";
import { renamed } from "../../ruses.ts";

export default {
  title: "alibuild03 is deleted under another name",
  route: "rename",
  ruse: renamed,
  typed: () => `DeleteVm!("alibuild77.cern.ch")`,
  by: "guard-protected-resources",
} satisfies Attack;
