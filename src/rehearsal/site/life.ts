import { newUuid, type SiteGround } from "./ground.ts";
import { Refused } from "./refusal.ts";
import type { InstanceAction, SiteServer, Surroundings } from "./server.ts";

/** World seconds; the operations guide says that a rebuild can take an hour. */
const seconds = {
  build: 30,
  rebuild: 12 * 60,
  longRebuild: 55 * 60,
  reboot: 20,
  boot: 60,
  stop: 15,
  remove: 8,
  gone: 10,
};

/** How a server gets from one state to the next. Everything begins at once and ends later. */
export class ServerLife {
  readonly #ground: SiteGround;
  readonly #around: Surroundings;
  #isRebuildBroken: boolean;
  #isRebootIdle: boolean;

  constructor(ground: SiteGround, around: Surroundings) {
    this.#ground = ground;
    this.#around = around;
    this.#isRebuildBroken = ground.troubles.has("rebuild-ends-in-error");
    this.#isRebootIdle = ground.troubles.has("reboot-does-nothing");
  }

  build(server: SiteServer): void {
    const action = this.begin(server, "create");
    server.taskState = "scheduling";
    this.#later(server, action, seconds.build / 3, () => {
      server.taskState = "spawning";
    });
    this.#later(server, action, seconds.build, () => {
      this.#install(server);
      this.#start(server, action);
    });
  }

  rebuild(server: SiteServer, imageId: string): void {
    const action = this.begin(server, "rebuild");
    const wasOff = server.vmState === "stopped";
    const takes = this.#ground.troubles.has("rebuild-takes-an-hour") ? seconds.longRebuild : seconds.rebuild;
    server.taskState = "rebuilding";
    server.imageId = imageId;
    server.fault = undefined;
    this.#off(server);
    this.#later(server, action, takes / 4, () => {
      server.taskState = "rebuild_spawning";
      if (this.#isRebuildBroken) this.#breakRebuild(server, action);
    });
    this.#later(server, action, takes, () => {
      this.#install(server);
      if (wasOff) this.#settle(server, action, "stopped", "shutdown");
      else this.#start(server, action);
    });
  }

  reboot(server: SiteServer, isHard: boolean): void {
    const action = this.begin(server, "reboot");
    const isIdle = this.#isRebootIdle && server.bootedAt !== undefined;
    server.taskState = isHard ? "rebooting_hard" : "rebooting";
    this.#isRebootIdle = false;
    if (!isIdle) this.#off(server);
    this.#later(server, action, seconds.reboot, () => {
      server.fault = undefined;
      if (isIdle) this.#settle(server, action, "active", "running");
      else this.#start(server, action);
    });
  }

  stop(server: SiteServer): void {
    const action = this.begin(server, "stop");
    server.taskState = "powering-off";
    this.#later(server, action, seconds.stop, () => {
      this.#off(server);
      this.#settle(server, action, "stopped", "shutdown");
    });
  }

  start(server: SiteServer): void {
    const action = this.begin(server, "start");
    server.taskState = "powering-on";
    this.#later(server, action, seconds.stop, () => this.#start(server, action));
  }

  /** ACTIVE with `deleting`, then DELETED, then not found. */
  remove(server: SiteServer): void {
    const action = this.begin(server, "delete");
    server.taskState = "deleting";
    this.#later(server, action, seconds.remove, () => {
      this.#off(server);
      this.#settle(server, action, "deleted", "none");
      this.#around.volumes.release(server.id);
      this.#around.tell("removed", server);
    });
    this.#ground.time.after(seconds.gone, () => this.#around.forget(server));
  }

  /** An entry of the server's history. */
  begin(server: SiteServer, action: string): InstanceAction {
    const now = this.#ground.time.now();
    const requestId = `req-${newUuid(this.#ground.random)}`;
    const entry = { action, requestId, startedAt: now, updatedAt: now, hasFailed: false };
    server.actions.unshift(entry);
    server.updatedAt = now;
    return entry;
  }

  #breakRebuild(server: SiteServer, action: InstanceAction): void {
    this.#isRebuildBroken = false;
    action.hasFailed = true;
    server.fault = { message: "No valid host was found. ", at: this.#ground.time.now() };
    this.#settle(server, action, "error", "none");
  }

  #install(server: SiteServer): void {
    server.installedAt = this.#ground.time.now();
    server.consoleLog = [];
    this.#around.tell("installed", server);
  }

  #start(server: SiteServer, action: InstanceAction): void {
    this.#settle(server, action, "active", "running");
    this.#later(server, action, seconds.boot, () => {
      if (server.vmState !== "active") return;
      server.bootId = newUuid(this.#ground.random);
      server.bootedAt = this.#ground.time.now();
      this.#around.tell("booted", server);
    });
  }

  #settle(
    server: SiteServer,
    action: InstanceAction,
    vmState: SiteServer["vmState"],
    powerState: SiteServer["powerState"],
  ): void {
    server.vmState = vmState;
    server.powerState = powerState;
    server.taskState = undefined;
    server.updatedAt = this.#ground.time.now();
    action.updatedAt = server.updatedAt;
  }

  #off(server: SiteServer): void {
    const wasUp = server.bootedAt !== undefined;
    server.bootedAt = undefined;
    if (wasUp) this.#around.tell("stopped", server);
  }

  /** Not when another action has begun meanwhile, or this one has failed. */
  #later(server: SiteServer, action: InstanceAction, after: number, then: () => void): void {
    this.#ground.time.after(after, () => {
      const isPresent = server.actions.find(changesState) === action;
      if (isPresent && !action.hasFailed && server.vmState !== "deleted") then();
    });
  }
}

const passive = ["lock", "unlock", "attach_volume", "detach_volume"];

function changesState({ action }: InstanceAction): boolean {
  return !passive.includes(action);
}

/** @throws Refused 409 when Nova would not begin that in this state */
export function requireState(
  server: SiteServer,
  action: string,
  vmStates: readonly SiteServer["vmState"][],
  taskStates: readonly (string | undefined)[] = [undefined],
): void {
  const cannot = `Cannot '${action}' instance ${server.id} while it is in`;
  if (!vmStates.includes(server.vmState)) throw new Refused(409, `${cannot} vm_state ${server.vmState}`);
  if (!taskStates.includes(server.taskState)) throw new Refused(409, `${cannot} task_state ${server.taskState}`);
}
