import { OpsError } from "../model/error.ts";
import type { Parameter } from "../model/parameter.ts";
import { textOf } from "./arguments.ts";
import type { Binding } from "./recipe-words.ts";
import type { Session } from "./session.ts";
import { awsOf, openStackOf } from "./systems.ts";

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

const openStackParameters: readonly Parameter[] = [
  { name: "service", type: "text", title: "compute, volume, image, identity" },
  { name: "path", type: "text", title: "/servers/detail" },
  { name: "query", type: "text", isOptional: true, title: 'an object, e.g. { status: "ACTIVE" }' },
];

/** `openstack("compute", "/servers/detail", {...})`: a read by hand. There is no way to send anything else. */
export function openStackBinding(session: Session): Binding {
  const expected = { call: "openstack", parameters: openStackParameters, known: () => [] };
  const value = async (service: unknown, path: unknown, query: unknown = {}) => {
    const openstack = openStackOf(await session.systems());
    return openstack.raw(textOf(service, expected), textOf(path, expected), queryOf(query));
  };
  const title = "a read of OpenStack by hand";
  const doc = 'openstack("compute", "/servers/detail", {}). Reads only: changes go through runbooks.';
  const call = { parameters: openStackParameters, hasBang: false };
  return { word: { name: "openstack", title, doc, verbs: [], call }, value };
}

function queryOf(value: unknown): Readonly<Record<string, string>> {
  const copy = copyOf(value);
  if (typeof copy !== "object" || copy === null) return {};
  return Object.fromEntries(Object.entries(copy).map(([name, each]) => [name, String(each)]));
}
