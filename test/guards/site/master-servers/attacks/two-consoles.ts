import type { Attack } from "../../case.ts";

export default {
  title: "a console elsewhere is in the middle of rebuilding another master",
  route: "runbook",
  ruse: (scene) =>
    scene.parkElsewhere(`RebuildMaster!("alimesos02")`, [
      ...["--attest", "agreed=us", "--confirm", "alimesos02", "--attest", "move-from-alimesos02=stay"],
    ]),
  typed: () => `RebuildMaster!("alimesos01")`,
  by: "guard-master-servers",
} satisfies Attack;
