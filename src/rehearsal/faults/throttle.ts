import type { Call, Fault } from "../troubles.ts";
import { AwsError } from "../wire/error.ts";

const throttledSeconds = 180;
/** The share of calls that get through meanwhile. */
const luckyShare = 0.2;

function throttled(call: Call): AwsError {
  return call.service === "ec2"
    ? new AwsError("RequestLimitExceeded", "Request limit exceeded.", 503)
    : new AwsError("Throttling", "Rate exceeded", 400);
}

export default {
  name: "throttle",
  title: "AWS throttles most calls for three minutes from the first change on",
  begin({ time, random }) {
    let since: number | undefined;
    return {
      interfere(call) {
        if (call.isMutating) since ??= time.now();
        if (since === undefined || time.now() - since >= throttledSeconds * 1000) return undefined;
        return random.between(0, 1) < luckyShare ? undefined : throttled(call);
      },
    };
  },
} satisfies Fault;
