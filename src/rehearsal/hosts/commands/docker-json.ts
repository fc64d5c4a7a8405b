import { type Container, stateOf } from "../containers.ts";

/** A container as `docker ps` lists it. */
export function listed(container: Container, now: number) {
  const state = stateOf(container, now);
  return {
    Command: '"/docker-entrypoint.sh"',
    CreatedAt: stampOf(container.createdAt),
    ID: container.id,
    Image: container.image,
    Labels: "",
    LocalVolumes: "0",
    Mounts: "",
    Names: container.name,
    Networks: "host",
    Ports: "",
    RunningFor: `${agoOf(now - container.createdAt)} ago`,
    Size: "0B",
    State: state,
    Status: statusOf(container, state, now),
  };
}

/** `2026-11-20 12:00:00 +0000 UTC` */
function stampOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ")} +0000 UTC`;
}

function statusOf({ startedAt, endedAt }: Container, state: string, now: number): string {
  if (state === "running") return `Up ${agoOf(now - (startedAt ?? now))}`;
  if (state === "restarting") return `Restarting (1) ${((now / 1000) % 60) | 0} seconds ago`;
  return state === "exited" ? `Exited (137) ${agoOf(now - (endedAt ?? now))} ago` : "Created";
}

function agoOf(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 120) return `${seconds} seconds`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} minutes`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} hours` : `${Math.floor(seconds / 86_400)} days`;
}

/** A container as `docker inspect` tells it: the parts that matter. */
export function inspected(container: Container, now: number) {
  const state = stateOf(container, now);
  const { startedAt, endedAt, createdAt } = container;
  return {
    Id: container.id,
    Name: `/${container.name}`,
    Created: new Date(createdAt).toISOString(),
    RestartCount: state === "restarting" ? Math.floor((now - createdAt) / 60_000) : container.restarts,
    Config: { Image: container.image },
    State: {
      Status: state,
      Running: state === "running" || state === "restarting",
      Paused: false,
      Restarting: state === "restarting",
      OOMKilled: false,
      Dead: false,
      ExitCode: state === "exited" ? 137 : state === "restarting" ? 1 : 0,
      StartedAt: startedAt === undefined ? "0001-01-01T00:00:00Z" : new Date(startedAt).toISOString(),
      FinishedAt: endedAt === undefined ? "0001-01-01T00:00:00Z" : new Date(endedAt).toISOString(),
    },
  };
}
