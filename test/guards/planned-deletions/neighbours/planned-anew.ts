import type { Neighbour } from "../../case.ts";
import { scaleTo } from "../../scaling.ts";

export default {
  title: "a group was scaled out and its end is planned anew",
  route: "recipe",
  identity: "count",
  set: ['MesosOnDemand.create!("test")'],
  stage: (scene) => scaleTo(scene, "mesos-on-demand-test", 6),
  typed: () => ['MesosOnDemand.destroy!("test")'],
  did: ["DeleteAutoScalingGroup"],
} satisfies Neighbour;
