import type { Time } from "./time.ts";

/** One request as a server got it. */
export interface LoggedRequest {
  /** From 1, without gaps. */
  readonly seq: number;
  /** `ec2`, `autoscaling`, `iam`, `sts`, `mesos` */
  readonly service: string;
  readonly action: string;
  /** It would change something if it were carried out. */
  readonly isMutating: boolean;
  readonly status: number;
  readonly error?: string;
  /** ISO 8601, world time. */
  readonly at: string;
}

/** What came in, in order: how one proves that nothing was even tried. */
export class RequestLog {
  readonly #time: Time;
  readonly #requests: LoggedRequest[] = [];

  constructor(time: Time) {
    this.#time = time;
  }

  add(request: Omit<LoggedRequest, "seq" | "at">): void {
    this.#requests.push({ seq: this.#requests.length + 1, ...request, at: this.#time.stamp() });
  }

  /** Those after the one with that number. */
  since(seq: number): readonly LoggedRequest[] {
    return this.#requests.slice(seq);
  }
}
