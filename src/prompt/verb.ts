import { OpsError } from "../model/error.ts";
import { isPromised } from "./outside.ts";
import type { Queue } from "./queue.ts";
import { tellsItself } from "./realm.ts";

/** Looks when it is called, acts with the bang: `create("test")` plans, `create!("test")` is `create.now("test")`. */
export interface Verb {
  (...args: unknown[]): Promise<unknown>;
  now(...args: unknown[]): Promise<unknown>;
}

type Work = (...args: unknown[]) => Promise<unknown>;

/**
 * A verb for the prompt. Both ways refuse a Promise as an argument (OpsError `promise-argument`).
 * @param name as one types it, for what was not begun: `MesosCluster.create`
 */
export function verb(name: string, look: Work, act: Work, queue: Queue): Verb {
  const looks = async (...args: unknown[]) => {
    refusePromises(name, args);
    return look(...args);
  };
  // The queue reports every outcome: one that the input does not await is no defect.
  const now = (...args: unknown[]) => tellsItself(applied(name, act, args, queue));
  return Object.freeze(Object.assign(looks, { now: Object.freeze(now) }));
}

async function applied(name: string, act: Work, args: unknown[], queue: Queue): Promise<unknown> {
  try {
    refusePromises(name, args);
  } catch (error) {
    queue.stop(error);
    throw error;
  }
  return queue.apply(callText(name, args), () => act(...args));
}

/** @throws OpsError `promise-argument` */
export function refusePromises(name: string, args: readonly unknown[]): void {
  if (!args.some((arg) => isPromised(arg))) return;
  throw new OpsError({
    code: "promise-argument",
    reason: "usage",
    what: `${name} was given a Promise`,
    why: "an argument is still under way: what it will be is not known yet",
    next: `await it first: ${name}(await …)`,
  });
}

function callText(name: string, args: readonly unknown[]): string {
  return `${name}!(${args.map((arg) => JSON.stringify(arg) ?? String(arg)).join(", ")})`;
}
