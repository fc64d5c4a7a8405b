import type { Json } from "#src/model/json.ts";
import { type Answer, answered, at, type Bench, textAt, until } from "./case.ts";

/** Asks for a server; gives its id at once. */
export async function create(bench: Bench, name: string): Promise<string> {
  const { image: imageRef, flavor: flavorRef } = bench;
  const body = { server: { name, imageRef, flavorRef, networks: "auto", metadata: { purpose: "conformance" } } };
  const answer = await bench.call("compute", { method: "POST", path: "/servers", body });
  return textAt(answered(answer, 202), "server", "id");
}

/** The server once nothing is done to it any more. */
export async function show(bench: Bench, id: string): Promise<Json> {
  return await until(bench, `server ${id} at rest`, async () => {
    const server = at(answered(await bench.call("compute", { path: `/servers/${id}` }), 200), "server");
    const isAtRest = at(server, "OS-EXT-STS:task_state") === null && at(server, "status") !== "BUILD";
    return isAtRest ? server : undefined;
  });
}

export function act(bench: Bench, id: string, action: Json): Promise<Answer> {
  return bench.call("compute", { method: "POST", path: `/servers/${id}/action`, body: action });
}

/** Waits until it is gone. */
export async function finish(bench: Bench, id: string): Promise<void> {
  await until(bench, `server ${id} gone`, async () => {
    const { status } = await bench.call("compute", { path: `/servers/${id}` });
    return status === 404 ? true : undefined;
  });
}

export async function remove(bench: Bench, id: string): Promise<void> {
  await bench.call("compute", { method: "DELETE", path: `/servers/${id}` });
  await finish(bench, id);
}

/** A server that is up, for as long as `use` takes. */
export async function withServer(bench: Bench, name: string, use: (id: string) => Promise<void>): Promise<void> {
  const id = await create(bench, name);
  try {
    await show(bench, id);
    await use(id);
  } finally {
    await act(bench, id, { unlock: null });
    await remove(bench, id);
  }
}
