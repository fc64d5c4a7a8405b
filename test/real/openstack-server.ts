import type { Json } from "#src/model/json.ts";
import { at, type Bench, listAt, textAt } from "../conformance/openstack/case.ts";
import { show } from "../conformance/openstack/servers.ts";

/** A server as Nova has it, at rest. */
export interface Found {
  readonly id: string;
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
