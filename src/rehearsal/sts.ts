import { type Operation, queryService } from "./protocol.ts";

const getCallerIdentity: Operation = (_parameters, world) => {
  const { account } = world.ground.place;
  const session = "rehearsal/operator";
  return {
    Arn: `arn:aws:sts::${account}:assumed-role/${session}`,
    UserId: `AROA${world.stableId("operator")}:operator`,
    Account: account,
  };
};

/** Who one is. */
export const sts = queryService("sts", "https://sts.amazonaws.com/doc/2011-06-15/", {
  GetCallerIdentity: getCallerIdentity,
});
