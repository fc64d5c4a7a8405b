import type { Fault } from "../troubles.ts";

export default {
  name: "instance-dies",
  title: "the first launched instance goes from pending to terminated (Client.InternalError)",
  begin() {
    let isFirst = true;
    return {
      diesAtLaunch() {
        const dies = isFirst;
        isFirst = false;
        return dies;
      },
    };
  },
} satisfies Fault;
