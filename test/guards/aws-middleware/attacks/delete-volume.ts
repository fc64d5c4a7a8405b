import type { Attack } from "../../case.ts";

export default {
  title: "a volume is deleted by hand",
  route: "raw client",
  identity: "id",
  typed: async (scene) => [`aws("ec2", "DeleteVolume", { VolumeId: "${await scene.volume("mesos-master-test-a")}" })`],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
