import type { Json } from "#src/model/json.ts";
import { at, type Bench, listAt, textAt, until } from "../conformance/openstack/case.ts";
import { act, remove, show } from "../conformance/openstack/servers.ts";
import { benchOf } from "./openstack.ts";

/** A server as Nova has it, at rest. */
export interface Found {
  readonly id: string;
  readonly status: string;
  readonly zone: string;
  readonly flavor: string;
  readonly image: string;
  readonly metadata: Json | undefined;
  readonly isLocked: boolean;
  readonly reason: Json | undefined;
  readonly volumes: readonly string[];
  /** What was done to it, oldest first, without the marks of locks. */
  readonly actions: readonly string[];
}

/** The one of that name. */
export async function found(bench: Bench, name: string): Promise<Found> {
  const { body } = await bench.call("compute", { path: `/servers/detail?name=^${name}$` });
  const id = textAt(body, "servers", 0, "id");
  const server = await show(bench, id);
  const history = await bench.call("compute", { path: `/servers/${id}/os-instance-actions` });
  const actions = listAt(history.body, "instanceActions").map((each) => textAt(each, "action"));
  return {
    id,
    status: textAt(server, "status"),
    zone: textAt(server, "OS-EXT-AZ:availability_zone"),
    flavor: textAt(server, "flavor", "original_name"),
    image: textAt(server, "image", "id"),
    metadata: at(server, "metadata"),
    isLocked: at(server, "locked") === true,
    reason: at(server, "locked_reason"),
    volumes: listAt(server, "os-extended-volumes:volumes_attached").map((volume) => textAt(volume, "id")),
    actions: actions.toReversed().filter((action) => !/lock|volume/.test(action)),
  };
}

/** The one that the environment of these tests takes. */
export async function newestImage(bench: Bench): Promise<string> {
  const { body } = await bench.call("image", { path: "/images?os_distro=centos&status=active&sort=created_at:desc" });
  return textAt(body, "images", 0, "id");
}

/** Deletes servers of these names, whatever their state, and the volumes that were made for them. */
export async function cleared(names: readonly string[]): Promise<void> {
  const bench = await benchOf("alibuild");
  const servers = listAt((await bench.call("compute", { path: "/servers" })).body, "servers");
  for (const server of servers.filter((each) => names.includes(textAt(each, "name")))) {
    await act(bench, textAt(server, "id"), { unlock: null });
    await remove(bench, textAt(server, "id"));
  }
  const volumes = listAt((await bench.call("volume", { path: "/volumes" })).body, "volumes");
  const isOne = (volume: Json) => names.some((name) => textAt(volume, "name").startsWith(`${name}.`));
  for (const volume of volumes.filter(isOne)) await withoutVolume(bench, textAt(volume, "id"));
}

/** 400: it is not free yet. */
async function withoutVolume(bench: Bench, id: string): Promise<void> {
  await until(bench, "the volume deleted", async () => {
    const { status } = await bench.call("volume", { method: "DELETE", path: `/volumes/${id}` });
    return status === 400 ? undefined : true;
  });
}
