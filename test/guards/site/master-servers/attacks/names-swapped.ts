import type { Attack } from "../../case.ts";

export default {
  title: "two masters have each other's names",
  route: "rename",
  ruse({ server }) {
    const [one, other] = [server("alimesos01"), server("alimesos02")];
    one.name = "alimesos02";
    other.name = "alimesos01";
  },
  typed: () => `RebuildMaster!("alimesos01")`,
  by: "guard-master-servers",
} satisfies Attack;
