import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/**
 * AWS's SDK, each client's package loaded when it is first asked for. They are CommonJS without saying so: imported,
 * Node would read each of them twice more, to find that out and to find their names, which takes longer than a look.
 */
export const sdk = {
  ec2: (): typeof import("@aws-sdk/client-ec2") => require("@aws-sdk/client-ec2"),
  autoscaling: (): typeof import("@aws-sdk/client-auto-scaling") => require("@aws-sdk/client-auto-scaling"),
  iam: (): typeof import("@aws-sdk/client-iam") => require("@aws-sdk/client-iam"),
  sts: (): typeof import("@aws-sdk/client-sts") => require("@aws-sdk/client-sts"),
};
