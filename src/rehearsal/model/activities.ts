import type { Random } from "../random.ts";
import type { Time } from "../time.ts";

export interface Activity {
  readonly id: string;
  readonly instance: string | undefined;
  readonly kind: "Launching" | "Terminating";
  readonly cause: string;
  readonly beganAt: number;
  endedAt: number | undefined;
  status: "InProgress" | "Successful" | "Failed";
  /** Why capacity does not arrive. */
  message: string | undefined;
}

/** What an Auto Scaling group did, for `DescribeScalingActivities`. */
export class Activities {
  readonly #time: Time;
  readonly #random: Random;
  readonly #group: string;
  readonly #all: Activity[] = [];

  constructor(time: Time, random: Random, group: string) {
    this.#time = time;
    this.#random = random;
    this.#group = group;
  }

  /** The newest first. */
  all(): readonly Activity[] {
    return this.#all.toReversed();
  }

  latestOf(instance: string): Activity | undefined {
    return this.#all.findLast((activity) => activity.instance === instance);
  }

  begin(instance: string, kind: Activity["kind"], cause: string): void {
    this.#add(instance, kind, cause);
  }

  /** A launch that was refused: there is no instance. */
  refused(message: string): void {
    const activity = this.#add(undefined, "Launching", "an instance was started to match the desired capacity");
    this.#close(activity, "Failed", message);
  }

  end(instance: string, kind: Activity["kind"]): void {
    const open = this.#open(instance, kind);
    if (open) this.#close(open, "Successful", undefined);
  }

  fail(instance: string, message: string): void {
    const open = this.#open(instance, "Launching");
    if (open) this.#close(open, "Failed", `Instance failed to launch. ${message}`);
  }

  #open(instance: string, kind: Activity["kind"]): Activity | undefined {
    return this.#all.find((each) => each.instance === instance && each.kind === kind && each.status === "InProgress");
  }

  #close(activity: Activity, status: Activity["status"], message: string | undefined): void {
    activity.status = status;
    activity.message = message;
    activity.endedAt = this.#time.now();
  }

  #add(instance: string | undefined, kind: Activity["kind"], why: string): Activity {
    const id = [8, 4, 4, 4, 12].map((digits) => this.#random.hex(digits)).join("-");
    const cause = `At ${this.#time.stamp()} ${why} (group ${this.#group}).`;
    const beganAt = this.#time.now();
    const activity: Activity = {
      id,
      instance,
      kind,
      cause,
      beganAt,
      endedAt: undefined,
      status: "InProgress",
      message: undefined,
    };
    this.#all.push(activity);
    return activity;
  }
}
