import type { Fault } from "../troubles.ts";
import { AwsError } from "../wire/error.ts";

const goodFor = 8;

export default {
  name: "expired-credentials",
  title: "the credentials expire after the eighth change",
  begin() {
    let count = 0;
    return {
      interfere({ isMutating, service }) {
        const isExpired = count >= goodFor;
        if (isMutating) count += 1;
        if (!isExpired) return undefined;
        if (service === "ec2") return new AwsError("RequestExpired", "Request has expired.", 400);
        return new AwsError("ExpiredToken", "The security token included in the request is expired", 403);
      },
    };
  },
} satisfies Fault;
