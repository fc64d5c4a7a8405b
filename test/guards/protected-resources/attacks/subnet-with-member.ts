import type { Attack } from "../../case.ts";
import { protecting, quick, withStack } from "../../place.ts";

const { onDemand } = quick.stacks.test ?? {};

export default {
  title: "a subnet is taken from a group that has a protected member in it",
  route: "recipe",
  identity: "id",
  environment: async (scene) => {
    const [host = ""] = await scene.instances("mesos-on-demand-test");
    const { Reservations = [] } = await scene.ec2.describeInstances({ InstanceIds: [host] });
    const subnet = Reservations[0]?.Instances?.[0]?.SubnetId;
    const zones = onDemand?.zones.filter((zone) => zone.subnet !== subnet) ?? [];
    return protecting({ ids: [host] }, withStack({ ...(onDemand && { onDemand: { ...onDemand, zones } }) }, quick));
  },
  typed: () => ['MesosOnDemand.create!("test")'],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
