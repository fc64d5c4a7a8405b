import type { Fault } from "../troubles.ts";

export default {
  name: "answers-lost",
  title: "every third change in OpenStack is carried out, and the connection breaks before its answer",
  platform: "openstack",
  begin() {
    let count = 0;
    return {
      interfere({ isMutating }) {
        count += isMutating ? 1 : 0;
        return isMutating && count % 3 === 0 ? "reset-after" : undefined;
      },
    };
  },
} satisfies Fault;
