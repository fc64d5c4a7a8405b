import type { Attack } from "../../case.ts";

export default {
  title: "another master, which has the name of an agent now, is rebuilt by somebody else",
  route: "rename",
  ruse(scene) {
    const master = scene.server("alimesos03");
    master.name = "alibuild88";
    scene.site.servers.rebuild(master.id, master.imageId);
  },
  typed: () => `RebuildMaster!("alimesos01")`,
  by: "guard-master-servers",
} satisfies Attack;
