import { Activities } from "./activities.ts";
import { type Ground, Shelf } from "./ground.ts";
import {
  byMembers,
  type Group,
  type GroupSettings,
  type GroupTag,
  livingOf,
  type Member,
  marketOf,
  type TemplateReference,
} from "./group.ts";
import { notFound, validationError } from "./group-errors.ts";
import type { Instances, Launch } from "./instances.ts";

/** How a group comes by its instances: told by those who know templates and networks. */
export type LaunchFor = (
  group: Group,
  subnet: string,
  market: Launch["market"],
) => { launch: Launch; template: TemplateReference };

/** Auto Scaling groups: launch what is missing, end what is too much, a few seconds after anything has changed. */
export class Groups {
  readonly shelf: Shelf<Group>;
  readonly #ground: Ground;
  readonly #instances: Instances;
  readonly #launchFor: LaunchFor;
  /** By group: when it is next looked after. */
  readonly #due = new Map<string, number>();

  constructor(ground: Ground, instances: Instances, launchFor: LaunchFor) {
    this.#ground = ground;
    this.#instances = instances;
    this.#launchFor = launchFor;
    this.shelf = new Shelf(ground, "ValidationError", "group");
    instances.watch(() => {
      for (const group of this.shelf.all()) this.#notice(group);
    });
  }

  create(name: string, settings: GroupSettings, groupTags: readonly GroupTag[]): Group {
    const { time, random } = this.#ground;
    const rest = { suspended: new Set<string>(), activities: new Activities(time, random, name), isDeleting: false };
    const group = { id: name, bornAt: time.now(), tags: new Map(), settings, groupTags, members: [], ...rest };
    this.shelf.put(group);
    this.#soon(group, 5);
    return group;
  }

  /** @throws AwsError `ValidationError` */
  seek(name: string): Group {
    const found = this.shelf.visible().find((group) => group.id === name);
    if (found) return found;
    throw notFound(name);
  }

  update(group: Group, settings: GroupSettings): void {
    group.settings = settings;
    this.#soon(group, 5);
  }

  /** With `isForced` its instances go first. */
  delete(group: Group): void {
    group.isDeleting = true;
    group.settings = { ...group.settings, min: 0, max: 0, desired: 0 };
    for (const member of group.members) this.#end(group, member, "the group is deleted");
    this.#notice(group);
  }

  memberOf(instance: string): { group: Group; member: Member } {
    for (const group of this.shelf.visible()) {
      const member = group.members.find((each) => each.instance.id === instance && each.state !== "Terminating");
      if (member) return { group, member };
    }
    throw validationError(`Instance Id not found - No managed instance found for instance ID: ${instance}`);
  }

  /** Ends a member on request; without `isReplaced` the group wants one less. */
  terminate(group: Group, member: Member, isReplaced: boolean): void {
    if (!isReplaced) group.settings = { ...group.settings, desired: group.settings.desired - 1 };
    this.#end(group, member, "instance was taken out of service in response to a user request");
    this.#soon(group, 5);
  }

  /** Takes up what happened to the members. */
  #notice(group: Group): void {
    for (const member of group.members) this.#follow(group, member);
    group.members = group.members.filter((member) => member.instance.state !== "terminated");
    if (group.isDeleting && group.members.length === 0) this.shelf.remove(group.id);
    else if (livingOf(group).length !== group.settings.desired) this.#soon(group, 5);
  }

  #follow(group: Group, member: Member): void {
    const { instance } = member;
    if (instance.state === "running" && member.state === "Pending") {
      member.state = "InService";
      group.activities.end(instance.id, "Launching");
    }
    if (instance.state === "shutting-down" && member.state !== "Terminating") this.#lose(group, member);
    if (instance.state !== "terminated") return;
    if (member.state === "Pending")
      group.activities.fail(instance.id, instance.stateReason?.message ?? "it was terminated");
    else group.activities.end(instance.id, "Terminating");
  }

  /** Somebody else ended it: found unhealthy, and replaced. */
  #lose(group: Group, member: Member): void {
    member.isHealthy = false;
    member.state = "Terminating";
    const cause = "an instance was taken out of service in response to an EC2 health check";
    group.activities.begin(member.instance.id, "Terminating", cause);
  }

  #end(group: Group, member: Member, cause: string): void {
    if (member.state === "Terminating") return;
    member.state = "Terminating";
    group.activities.begin(member.instance.id, "Terminating", cause);
    this.#instances.terminate(member.instance);
  }

  #soon(group: Group, seconds: number): void {
    const at = this.#ground.time.now() + seconds * 1000;
    if ((this.#due.get(group.id) ?? Number.POSITIVE_INFINITY) <= at) return;
    this.#due.set(group.id, at);
    this.#ground.time.after(seconds, () => {
      if (this.#due.get(group.id) === at) this.#due.delete(group.id);
      if (this.shelf.get(group.id) === group) this.#converge(group);
    });
  }

  #converge(group: Group): void {
    const missing = group.settings.desired - livingOf(group).length;
    if (missing > 0 && !group.suspended.has("Launch")) this.#grow(group, missing);
    if (missing < 0 && !group.suspended.has("Terminate")) this.#shrink(group, -missing);
  }

  #grow(group: Group, count: number): void {
    for (let begun = 0; begun < count; begun += 1) {
      if (this.#launchOne(group)) continue;
      this.#soon(group, 60);
      return;
    }
  }

  /** In the zone with the fewest; where that one has no capacity, in the next. */
  #launchOne(group: Group): boolean {
    for (const subnet of byMembers(group)) {
      try {
        this.#join(group, subnet);
        return true;
      } catch (error) {
        group.activities.refused(error instanceof Error ? error.message : String(error));
      }
    }
    return false;
  }

  #join(group: Group, subnet: string): void {
    const { launch, template } = this.#launchFor(group, subnet, marketOf(group));
    const [instance] = this.#instances.run(launch, 1);
    if (instance === undefined) return;
    const isProtectedFromScaleIn = group.settings.protectsNewInstances;
    const member: Member = { instance, template, state: "Pending", isHealthy: true, isProtectedFromScaleIn };
    group.members = [...group.members, member];
    group.activities.begin(instance.id, "Launching", "an instance was started to match the desired capacity");
  }

  #shrink(group: Group, count: number): void {
    const victims = livingOf(group).filter((member) => !member.isProtectedFromScaleIn);
    for (const member of victims.slice(0, count)) this.#end(group, member, "the group was scaled in");
  }
}
