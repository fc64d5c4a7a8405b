import type { Fault } from "../troubles.ts";
import { AwsError } from "../wire/error.ts";

export default {
  name: "access-denied",
  title: "the operator may not create volumes (UnauthorizedOperation for CreateVolume)",
  begin({ random }) {
    return {
      interfere({ service, action }) {
        if (service !== "ec2" || action !== "CreateVolume") return undefined;
        const message = `You are not authorized to perform this operation. Encoded authorization failure message: ${random.hex(40)}`;
        return new AwsError("UnauthorizedOperation", message, 403);
      },
    };
  },
} satisfies Fault;
