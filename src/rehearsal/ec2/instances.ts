import { type Instance, stateCodes } from "../model/instances.ts";
import type { Operation, Operations } from "../protocol.ts";
import { AwsError } from "../wire/error.ts";
import type { Parameters } from "../wire/parameters.ts";
import type { Xml } from "../wire/xml.ts";
import type { RehearsedWorld } from "../world.ts";
import { describe, type OwnFilters } from "./describe.ts";
import { describeInstance, stateOf } from "./instance-shape.ts";

function ownFilters(world: RehearsedWorld, instance: Instance): OwnFilters {
  const { launch } = instance;
  return {
    "instance-id": [instance.id],
    "instance-state-name": [instance.state],
    "instance-state-code": [String(stateCodes[instance.state])],
    "instance-type": [launch.type],
    "instance-lifecycle": [launch.market === "spot" ? "spot" : undefined],
    "image-id": [launch.image],
    "availability-zone": [launch.subnet.zone],
    "subnet-id": [launch.subnet.id],
    "vpc-id": [launch.subnet.vpc],
    "reservation-id": [instance.reservation],
    "client-token": [launch.clientToken],
    "private-ip-address": [instance.address],
    "private-dns-name": [instance.hostname],
    "instance.group-id": instance.groups,
    "owner-id": [world.ground.place.account],
    "block-device-mapping.volume-id": world.volumes.of(instance.id).map((volume) => volume.id),
    "network-interface.network-interface-id": world.network.of(instance.id).map((each) => each.id),
  };
}

function reservation(world: RehearsedWorld, id: string, instances: readonly Instance[]): { [name: string]: Xml } {
  const ownerId = world.ground.place.account;
  return {
    reservationId: id,
    ownerId,
    groupSet: [],
    instancesSet: instances.map((each) => describeInstance(world, each)),
  };
}

const describeInstances: Operation = (parameters, world) => {
  const ids = parameters.texts("InstanceId");
  for (const id of ids) requireWellFormed(id);
  const found = () => world.instances.shelf.select(ids);
  const page = describe(found, parameters, ids.length > 0, (each) => ownFilters(world, each));
  const byReservation = Map.groupBy(page.items, (instance) => instance.reservation);
  const reservationSet = [...byReservation].map(([id, instances]) => reservation(world, id, instances));
  return { reservationSet, nextToken: page.nextToken };
};

const describeInstanceStatus: Operation = (parameters, world) => {
  const ids = parameters.texts("InstanceId");
  const isForAll = parameters.flag("IncludeAllInstances") === true;
  const found = () => world.instances.shelf.select(ids).filter((each) => isForAll || each.state === "running");
  const page = describe(found, parameters, ids.length > 0, (each) => ownFilters(world, each));
  return { instanceStatusSet: page.items.map(statusOf), nextToken: page.nextToken };
};

function statusOf(instance: Instance): Xml {
  const isBooted = instance.bootedAt !== undefined;
  const status = instance.state !== "running" ? "not-applicable" : isBooted ? "ok" : "initializing";
  return {
    instanceId: instance.id,
    availabilityZone: instance.launch.subnet.zone,
    instanceState: stateOf(instance.state),
    systemStatus: { status },
    instanceStatus: { status },
  };
}

function countOf(parameters: Parameters): number {
  const [least, most] = [parameters.number("MinCount") ?? 1, parameters.number("MaxCount") ?? 1];
  if (least >= 1 && most >= least) return most;
  throw new AwsError(
    "InvalidParameterValue",
    `Invalid value '${most}' for maxCount. Must be at least minCount, ${least}.`,
  );
}

const runInstances: Operation = (parameters, world) => {
  const made = world.tokens.once(parameters, () => {
    const count = countOf(parameters);
    const launch = world.launches.of(parameters);
    if (launch.kept && count > 1)
      throw new AwsError("InvalidParameterCombination", "A network interface can be given to one instance only.");
    return world.instances.run(launch, count)[0]?.reservation ?? "";
  });
  const instances = world.instances.shelf.all().filter((instance) => instance.reservation === made);
  return reservation(world, made, instances);
};

function requireWellFormed(id: string): void {
  if (/^i-[0-9a-f]{8,17}$/.test(id)) return;
  throw new AwsError("InvalidInstanceID.Malformed", `Invalid id: "${id}" (expecting "i-...")`);
}

/** Where a protected one is named, nothing of its zone is terminated; the other zones are. Source: sheet, section 3. */
const terminateInstances: Operation = (parameters, world) => {
  const ids = parameters.texts("InstanceId");
  if (ids.length === 0) throw new AwsError("MissingParameter", "The request must contain the parameter InstanceId");
  for (const id of ids) requireWellFormed(id);
  const instances = ids.map((id) => world.instances.shelf.seek(id));
  const guarded = instances.filter((instance) => instance.hasTerminationProtection && instance.state !== "terminated");
  const zones = new Set(guarded.map((instance) => instance.launch.subnet.zone));
  const before = instances.map((instance) => ({ instance, previous: instance.state }));
  for (const instance of instances) if (!zones.has(instance.launch.subnet.zone)) world.instances.terminate(instance);
  const [first] = guarded;
  if (first) throw protectedInstance(first);
  return {
    instancesSet: before.map(({ instance, previous }) => ({
      instanceId: instance.id,
      currentState: stateOf(instance.state),
      previousState: stateOf(previous),
    })),
  };
};

function protectedInstance(instance: Instance): AwsError {
  const how = "Modify its 'disableApiTermination' instance attribute and try again.";
  return new AwsError("OperationNotPermitted", `The instance '${instance.id}' may not be terminated. ${how}`);
}

export const instanceOperations: Operations = {
  DescribeInstances: describeInstances,
  DescribeInstanceStatus: describeInstanceStatus,
  RunInstances: runInstances,
  TerminateInstances: terminateInstances,
};
