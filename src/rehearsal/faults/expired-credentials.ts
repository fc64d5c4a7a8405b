import type { Fault } from "../troubles.ts";
import { AwsError } from "../wire/error.ts";

const goodForChanges = 8;
/** Then somebody has logged in again: so that a parked run can be resumed. */
const refusals = 5;

export default {
  name: "expired-credentials",
  title: "the credentials expire after the eighth change; after five refused calls they are renewed",
  begin() {
    let changes = 0;
    let refused = 0;
    return {
      interfere({ isMutating, service }) {
        if (changes < goodForChanges || refused >= refusals) {
          changes += isMutating ? 1 : 0;
          return undefined;
        }
        refused += 1;
        if (service === "ec2") return new AwsError("RequestExpired", "Request has expired.", 400);
        return new AwsError("ExpiredToken", "The security token included in the request is expired", 403);
      },
    };
  },
} satisfies Fault;
