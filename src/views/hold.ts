/** Hands the terminal over for the time of the work, and takes it back after. */
export type HandOver = <T>(work: () => Promise<T>) => Promise<T>;

/** The terminal, held over several views and questions. */
export interface Hold {
  /** Resolves when the terminal is ours; at once when it is already. */
  acquire(): Promise<void>;
  release(): void;
}

/** Turns a hand-over for the time of one work into a hold that is let go of explicitly. */
export function createHold(handOver: HandOver): Hold {
  let held: { readonly entered: Promise<void>; readonly release: () => void } | undefined;
  const hold = () => {
    const [entered, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const work = () => {
      entered.resolve();
      return released.promise;
    };
    handOver(work).catch(entered.reject);
    return { entered: entered.promise, release: released.resolve };
  };
  return {
    acquire: () => {
      held ??= hold();
      return held.entered;
    },
    release: () => {
      held?.release();
      held = undefined;
    },
  };
}
