import { OpsError } from "../model/error.ts";
import type { Binding } from "./recipe-words.ts";
import { textOf } from "./recipe-words.ts";
import type { Session } from "./session.ts";

const services = ["ec2", "autoscaling", "iam", "sts"] as const;
type Service = (typeof services)[number];

/** `aws("ec2", "DescribeInstances", {...})`: a read by hand. The guard middleware refuses everything else. */
export function awsBinding(session: Session): Binding {
  const value = async (service: unknown, command: unknown, input: unknown = {}) => {
    const { aws } = await session.systems();
    return aws.raw(serviceOf(service), textOf(command, "aws"), inputOf(input));
  };
  return {
    word: {
      name: "aws",
      title: "a read of AWS by hand",
      doc: 'aws("ec2", "DescribeInstances", {}). What is not known to be read-only is refused: changes go through recipes.',
      verbs: [],
      call: {
        parameters: [
          { name: "service", type: "text", title: services.join(", ") },
          { name: "command", type: "text", title: "e.g. DescribeInstances" },
        ],
        hasBang: false,
      },
    },
    value,
  };
}

function serviceOf(value: unknown): Service {
  const service = services.find((each) => each === value);
  if (service) return service;
  throw new OpsError({
    code: "unknown-service",
    reason: "usage",
    what: `There is no client for ${JSON.stringify(value)}`,
    why: `there are ${services.join(", ")}`,
    next: 'aws("ec2", "DescribeInstances", {})',
  });
}

/** A plain copy: what the prompt holds on to cannot change it later. */
function inputOf(value: unknown): Record<string, unknown> {
  const copy: unknown = JSON.parse(JSON.stringify(value ?? {}));
  return typeof copy === "object" && copy !== null ? { ...copy } : {};
}
