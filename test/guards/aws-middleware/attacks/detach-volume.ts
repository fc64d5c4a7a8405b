import type { Attack } from "../../case.ts";

export default {
  title: "a volume is taken from its master",
  route: "raw client",
  identity: "attachment",
  typed: async (scene) => [`aws("ec2", "DetachVolume", { VolumeId: "${await scene.volume("mesos-master-test-a")}" })`],
  held: { by: "guard-aws-middleware" },
} satisfies Attack;
