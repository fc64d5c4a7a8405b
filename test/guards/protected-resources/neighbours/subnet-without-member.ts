import type { Neighbour } from "../../case.ts";
import { protecting, quick, sharing, withStack } from "../../place.ts";

const { onDemand } = quick.stacks.test ?? {};

export default {
  title: "a subnet is taken from a group, and its protected member is in another one",
  route: "recipe",
  identity: "id",
  environment: async (scene) => {
    const [host = ""] = await scene.instances("mesos-on-demand-test");
    const { Reservations = [] } = await scene.ec2.describeInstances({ InstanceIds: [host] });
    const subnet = Reservations[0]?.Instances?.[0]?.SubnetId;
    const [other] = onDemand?.zones.filter((zone) => zone.subnet !== subnet) ?? [];
    const zones = onDemand?.zones.filter((zone) => zone !== other) ?? [];
    const place = withStack({ ...(onDemand && { onDemand: { ...onDemand, zones } }) }, quick);
    return protecting({ ids: [host] }, sharing(1, place));
  },
  typed: () => ['MesosOnDemand.create!("test")'],
  did: ["UpdateAutoScalingGroup"],
} satisfies Neighbour;
