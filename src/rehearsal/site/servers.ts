import type { SiteGround } from "./ground.ts";
import { requireState, ServerLife } from "./life.ts";
import { newServer } from "./new-server.ts";
import { Refused } from "./refusal.ts";
import type { InstanceAction, Lock, ServerSpec, ServerWatcher, SiteServer } from "./server.ts";
import type { SiteVolume, SiteVolumes } from "./volumes.ts";

const rebootable = [undefined, "rebooting", "rebooting_hard", "resuming", "unpausing", "pausing", "suspending"];
const devices = "bcdefghijklmnopqrstuvwxyz";

/**
 * The servers of the project. Each order is accepted or refused at once, as Nova does it, and is carried out in world
 * time. Orders are the owner's: a lock stops them.
 */
export class SiteServers {
  readonly #ground: SiteGround;
  readonly #volumes: SiteVolumes;
  readonly #life: ServerLife;
  readonly #servers = new Map<string, SiteServer>();
  readonly #gone: SiteServer[] = [];
  readonly #watchers: ServerWatcher[] = [];
  #addresses = 10;

  constructor(ground: SiteGround, volumes: SiteVolumes) {
    this.#ground = ground;
    this.#volumes = volumes;
    this.#life = new ServerLife(ground, {
      volumes,
      tell: (event, server) => {
        if (server.projectId !== ground.environment.openstack.project.id) return;
        for (const watcher of this.#watchers) watcher(event, server);
      },
      forget: (server) => {
        this.#servers.delete(server.id);
        this.#gone.unshift(server);
      },
    });
  }

  /** Those of the environment's project, newest first, as Nova lists them; also those that are being deleted. */
  all(): readonly SiteServer[] {
    return this.ofProject(this.#ground.environment.openstack.project.id);
  }

  /** Of others nobody here sees anything, and nothing runs on them. */
  ofProject(id: string): readonly SiteServer[] {
    return [...this.#servers.values()].filter(({ projectId }) => projectId === id).reverse();
  }

  /** Those that are no more: Nova still tells of them when asked for changes since a time. */
  gone(): readonly SiteServer[] {
    return this.#gone;
  }

  byId(id: string): SiteServer | undefined {
    return this.#servers.get(id);
  }

  /** The first with exactly this name: names need not be unique. */
  byName(name: string): SiteServer | undefined {
    return this.all().find((server) => server.name === name);
  }

  /** Calls back after each event in the life of a server of the environment's project. */
  watch(watcher: ServerWatcher): void {
    this.#watchers.push(watcher);
  }

  /** One that has always been there. */
  put(server: SiteServer): SiteServer {
    this.#servers.set(server.id, server);
    return server;
  }

  /** BUILD now, ACTIVE half a minute later, up a minute after that. @throws Refused what its volumes say */
  create(spec: ServerSpec): SiteServer {
    const server = newServer(this.#ground, spec, this.nextAddress());
    for (const { id, device, isDeletedOnTermination } of spec.volumes ?? []) {
      this.#volumes.attach(id, server.id, this.#deviceFor(server, device), isDeletedOnTermination);
    }
    this.#life.build(this.put(server));
    return server;
  }

  /** The same server with a new root disk. @throws Refused 404, 409 */
  rebuild(id: string, imageId: string): void {
    const server = this.#unlocked(id);
    requireState(server, "rebuild", ["active", "stopped", "error"]);
    this.#life.rebuild(server, imageId);
  }

  /** @throws Refused 404, 409 */
  reboot(id: string, isHard = true): void {
    const server = this.#unlocked(id);
    if (server.vmState === "error" && server.installedAt === 0) {
      throw new Refused(409, `Instance ${id} is in an invalid state for 'reboot'`);
    }
    if (isHard) requireState(server, "reboot", ["active", "stopped", "paused", "error"], rebootable);
    else requireState(server, "reboot", ["active"]);
    this.#life.reboot(server, isHard);
  }

  /** @throws Refused 404, 409 */
  stop(id: string): void {
    const server = this.#unlocked(id);
    requireState(server, "stop", ["active", "error"]);
    this.#life.stop(server);
  }

  /** @throws Refused 404, 409 */
  start(id: string): void {
    const server = this.#unlocked(id);
    requireState(server, "start", ["stopped"]);
    this.#life.start(server);
  }

  /** @throws Refused 404, 409 */
  remove(id: string): void {
    const server = this.#unlocked(id);
    if (server.taskState !== "deleting" && server.vmState !== "deleted") this.#life.remove(server);
  }

  /** Again: no error, and the reason is the new one. @throws Refused 404 */
  setLock(id: string, lock: Lock | undefined): void {
    const server = this.seek(id);
    if (lock === undefined && server.lock?.isByAdmin) {
      const rule = "os_compute_api:os-lock-server:unlock:unlock_override";
      throw new Refused(403, `Policy doesn't allow ${rule} to be performed.`);
    }
    server.lock = lock;
    this.#life.begin(server, lock ? "lock" : "unlock");
  }

  /** Answers at once; the volume is in use a few seconds later. @throws Refused 400, 404, 409 */
  attach(id: string, volumeId: string, device: string | undefined, isDeletedOnTermination: boolean): SiteVolume {
    const server = this.#unlocked(id);
    this.#volumes.seekFree(volumeId);
    const volume = this.#volumes.attach(volumeId, id, this.#deviceFor(server, device), isDeletedOnTermination);
    this.#life.begin(server, "attach_volume");
    return volume;
  }

  /** @throws Refused 404, 409 */
  detach(id: string, volumeId: string): void {
    const server = this.#unlocked(id);
    if (this.#volumes.seek(volumeId).attachment?.serverId !== id) {
      throw new Refused(404, `Instance ${id} is not attached to volume ${volumeId}`);
    }
    this.#volumes.detach(volumeId);
    this.#life.begin(server, "detach_volume");
  }

  /** Notes an entry of the server's history that is none of these. */
  note(server: SiteServer, action: string): InstanceAction {
    return this.#life.begin(server, action);
  }

  /** @throws Refused 404 */
  seek(id: string): SiteServer {
    const server = this.#servers.get(id);
    if (server) return server;
    throw new Refused(404, `Instance ${id} could not be found.`);
  }

  /** @throws Refused 409 when it is locked, 404 */
  #unlocked(id: string): SiteServer {
    const server = this.seek(id);
    if (server.lock) throw new Refused(409, `Instance ${id} is locked`);
    return server;
  }

  nextAddress(): string {
    this.#addresses += 1;
    return `188.184.${20 + Math.floor(this.#addresses / 250)}.${this.#addresses % 250}`;
  }

  #deviceFor(server: SiteServer, wished: string | undefined): string {
    const taken = this.#volumes.of(server.id).map(({ attachment }) => attachment?.device);
    if (wished !== undefined && taken.includes(wished)) {
      throw new Refused(409, `The supplied device path (${wished}) is in use.`);
    }
    const free = [...devices].map((letter) => `/dev/vd${letter}`).find((device) => !taken.includes(device));
    return wished ?? free ?? "/dev/vdz";
  }
}
