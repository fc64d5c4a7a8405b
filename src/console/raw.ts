import { OpsError } from "../model/error.ts";
import type { Parameter } from "../model/parameter.ts";
import { textOf } from "./arguments.ts";
import type { Binding } from "./recipe-words.ts";
import type { Session } from "./session.ts";
import { awsOf } from "./systems.ts";

const services = ["ec2", "autoscaling", "iam", "sts"] as const;
type Service = (typeof services)[number];

const parameters: readonly Parameter[] = [
  { name: "service", type: "text", title: services.join(", ") },
  { name: "command", type: "text", title: "e.g. DescribeInstances" },
  { name: "input", type: "text", isOptional: true, title: 'an object, e.g. { InstanceIds: ["i-..."] }' },
];

/** `aws("ec2", "DescribeInstances", {...})`: a read by hand. The guard middleware refuses everything else. */
export function awsBinding(session: Session): Binding {
  const value = async (service: unknown, command: unknown, input: unknown = {}) => {
    const aws = awsOf(await session.systems());
    return aws.raw(serviceOf(service), textOf(command, { call: "aws", parameters, known: () => [] }), copyOf(input));
  };
  return {
    word: {
      name: "aws",
      title: "a read of AWS by hand",
      doc: 'aws("ec2", "DescribeInstances", {}). What is not known to be read-only is refused: changes go through recipes.',
      verbs: [],
      call: {
        parameters,
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

/** A plain copy: what the prompt holds on to cannot change it later. `null` for what has none. */
function copyOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? "null");
}
