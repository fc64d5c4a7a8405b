/** What operators ordered of agents, kept over fail-overs like the masters' replicated registry. */
export type Order =
  | { readonly type: "deactivate" | "reactivate" | "gone"; readonly at: number }
  | { readonly type: "drain"; readonly at: number; readonly graceNanoseconds?: number; readonly marksGone: boolean };

export type Drain = Extract<Order, { readonly type: "drain" }>;

export class Registry {
  readonly #orders = new Map<string, readonly Order[]>();
  #requiresDraining = false;

  add(agent: string, order: Order): void {
    this.#orders.set(agent, [...this.#ordersOf(agent), order]);
    if (order.type === "deactivate" || order.type === "drain") this.#requiresDraining = true;
    if (order.type === "reactivate") this.#requiresDraining = this.#isAnyDeactivated(order.at);
  }

  /**
   * A master without the capability AGENT_DRAINING does not recover it. Required from the first deactivation until the
   * last one is taken back; one that is marked gone leaves it required (`src/master/registry_operations.cpp`).
   */
  requiresDraining(): boolean {
    return this.#requiresDraining;
  }

  #isAnyDeactivated(moment: number): boolean {
    return [...this.#orders.keys()].some((agent) => !this.isGone(agent) && this.isDeactivated(agent, moment));
  }

  /** Deactivated by itself or by a drain, at that moment. */
  isDeactivated(agent: string, moment: number): boolean {
    const last = this.#ordersOf(agent).findLast((order) => order.at <= moment && order.type !== "gone");
    return last?.type === "deactivate" || last?.type === "drain";
  }

  isGone(agent: string): boolean {
    return this.#ordersOf(agent).some((order) => order.type === "gone");
  }

  /** All that were marked gone, with when, in that order. */
  gone(): readonly { readonly id: string; readonly at: number }[] {
    const marked = [...this.#orders].flatMap(([id, orders]) =>
      orders.filter(({ type }) => type === "gone").map(({ at }) => ({ id, at })),
    );
    return marked.toSorted((a, b) => a.at - b.at);
  }

  /** The drain in force: the last one since the agent was reactivated. */
  drainOf(agent: string): Drain | undefined {
    const orders = this.#ordersOf(agent);
    const since = orders.slice(orders.findLastIndex((order) => order.type === "reactivate") + 1);
    return since.findLast((order) => order.type === "drain");
  }

  #ordersOf(agent: string): readonly Order[] {
    return this.#orders.get(agent) ?? [];
  }
}
