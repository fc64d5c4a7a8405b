import type { Fault } from "../troubles.ts";

/** Then there is some again: so that a parked run can be resumed to its end. */
const refusals = 3;

export default {
  name: "no-capacity",
  title: "one availability zone has no capacity for three launches (InsufficientInstanceCapacity)",
  begin({ random, place }) {
    const zones = [...new Set(place.subnets.map((subnet) => subnet.zone))];
    const full = random.pick(zones);
    let refused = 0;
    return {
      lacksCapacity(zone) {
        if (zone !== full || refused >= refusals) return false;
        refused += 1;
        return true;
      },
    };
  },
} satisfies Fault;
