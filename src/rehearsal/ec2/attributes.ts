import type { Instance } from "../model/instances.ts";
import { bootOf } from "../model/user-data.ts";
import type { Operation, Operations } from "../protocol.ts";
import { AwsError } from "../wire/error.ts";
import type { Parameters } from "../wire/parameters.ts";
import type { Xml } from "../wire/xml.ts";
import { groupSet, metadataOptions } from "./instance-shape.ts";

const describeInstanceAttribute: Operation = (parameters, world) => {
  const instance = world.instances.shelf.seek(parameters.required("InstanceId"));
  const attributes: Readonly<Record<string, Xml>> = {
    disableApiTermination: { value: instance.hasTerminationProtection },
    disableApiStop: { value: instance.hasStopProtection },
    userData: { value: instance.launch.userData },
    instanceType: { value: instance.launch.type },
    instanceInitiatedShutdownBehavior: { value: "stop" },
    groupSet: groupSet(world, instance.groups),
  };
  const attribute = parameters.required("Attribute");
  if (!Object.hasOwn(attributes, attribute)) throw unknownAttribute(attribute);
  return { instanceId: instance.id, [attribute]: attributes[attribute] };
};

function unknownAttribute(name: string): AwsError {
  return new AwsError(
    "InvalidParameterValue",
    `Value (${name}) for parameter attribute is invalid. Unknown attribute.`,
  );
}

/** The ways to change an instance; a call changes exactly one of them. */
const changes: Readonly<Record<string, (instance: Instance, parameters: Parameters) => void>> = {
  DisableApiTermination: (instance, parameters) => {
    instance.hasTerminationProtection = parameters.structure("DisableApiTermination").flag("Value") ?? false;
  },
  DisableApiStop: (instance, parameters) => {
    instance.hasStopProtection = parameters.structure("DisableApiStop").flag("Value") ?? false;
  },
  GroupId: (instance, parameters) => {
    instance.groups = parameters.texts("GroupId");
  },
};

const modifyInstanceAttribute: Operation = (parameters, world) => {
  const instance = world.instances.shelf.seek(parameters.required("InstanceId"));
  const named = Object.entries(changes).filter(([name]) => parameters.has(name));
  const [only, ...others] = named;
  if (only === undefined) throw new AwsError("MissingParameter", "No attributes specified.");
  if (others.length > 0)
    throw new AwsError("InvalidParameterCombination", "Fields for multiple attribute types specified");
  for (const group of parameters.texts("GroupId")) world.network.groups.shelf.seek(group);
  only[1](instance, parameters);
  for (const each of world.network.of(instance.id)) each.groups = instance.groups;
  return { return: true };
};

const modifyInstanceMetadataOptions: Operation = (parameters, world) => {
  const instance = world.instances.shelf.seek(parameters.required("InstanceId"));
  const { tokens, hopLimit } = instance.metadata;
  instance.metadata = {
    tokens: parameters.text("HttpTokens") ?? tokens,
    hopLimit: parameters.number("HttpPutResponseHopLimit") ?? hopLimit,
  };
  return { instanceId: instance.id, instanceMetadataOptions: metadataOptions(instance) };
};

const getConsoleOutput: Operation = (parameters, world) => {
  const instance = world.instances.shelf.seek(parameters.required("InstanceId"));
  const output = Buffer.from(consoleOf(instance)).toString("base64");
  return { instanceId: instance.id, timestamp: world.ground.time.stamp(), output };
};

function consoleOf(instance: Instance): string {
  const boot = bootOf(instance.launch.userData);
  if (boot === undefined)
    return "ignition[612]: failed to fetch config: config is not valid\nEntering emergency mode.\n";
  if (instance.bootedAt === undefined) return "ignition[612]: Ignition 2.19.0\n";
  const started = boot.units.map((unit) => `systemd[1]: Started ${unit.name}.\n`);
  return `ignition[612]: Ignition 2.19.0\nignition[612]: Ignition finished successfully\n${started.join("")}`;
}

export const attributeOperations: Operations = {
  DescribeInstanceAttribute: describeInstanceAttribute,
  ModifyInstanceAttribute: modifyInstanceAttribute,
  ModifyInstanceMetadataOptions: modifyInstanceMetadataOptions,
  GetConsoleOutput: getConsoleOutput,
};
