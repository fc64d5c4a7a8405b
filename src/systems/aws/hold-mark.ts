import type { AwsEnvironment } from "../../model/environment.ts";
import type { Hold, HoldMark } from "../../model/system.ts";
import type { Account } from "./account.ts";
import { issued } from "./guard.ts";
import { clusterOf } from "./tags.ts";

/** The mark of a hold is a tag of the environment's VPC: it is there before anything of a stack is. */
export function holdMark(account: Account, environment: AwsEnvironment): HoldMark {
  const vpc = environment.aws.vpc;
  const keyOf = (stack: string) => `mesos-console:hold:${clusterOf(environment, stack)}`;
  return {
    async read(stack) {
      const ec2 = await account.ec2();
      const filters = { "resource-id": vpc, key: keyOf(stack) };
      const Filters = Object.entries(filters).map(([Name, value]) => ({ Name, Values: [value] }));
      const { Tags = [] } = await ec2.describeTags({ Filters });
      return parsed(Tags[0]?.Value ?? "");
    },
    async write(stack, hold, permit) {
      const ec2 = await account.ec2();
      const Tags = [{ Key: keyOf(stack), Value: textOf(hold) }];
      await ec2.createTags(issued(permit, { Resources: [vpc], Tags }));
    },
    async remove(stack, hold, permit) {
      const ec2 = await account.ec2();
      const Tags = [{ Key: keyOf(stack), Value: textOf(hold) }];
      await ec2.deleteTags(issued(permit, { Resources: [vpc], Tags }));
    },
  };
}

/** A tag's value holds at most 256 characters. */
function textOf({ journal, run, since, who }: Hold): string {
  return `${journal} ${run} ${since} ${who}`.slice(0, 256);
}

function parsed(text: string): Hold | undefined {
  const [journal, run, since, ...who] = text.split(" ");
  return journal && run && since ? { journal, run, since, who: who.join(" ") } : undefined;
}
