import type { Fault } from "../troubles.ts";

export default {
  name: "no-capacity",
  title: "one availability zone has no capacity left (InsufficientInstanceCapacity)",
  begin({ random, place }) {
    const zones = [...new Set(place.subnets.map((subnet) => subnet.zone))];
    const full = random.pick(zones);
    return { lacksCapacity: (zone) => zone === full };
  },
} satisfies Fault;
