import type { FinalizeRequestMiddleware, InitializeMiddleware, Pluggable } from "@smithy/types";
import type { Service } from "./commands.ts";
import { outcomeOf, translated } from "./errors.ts";
import { isEffect } from "./guard.ts";

/** An effect's failure that the SDK must not answer with a retry: what comes of it is decided by the engine. */
class LastWord extends Error {
  readonly error: unknown;

  constructor(error: unknown) {
    super("not to be retried");
    this.error = error;
  }
}

/**
 * Says what became of a failed call. Within the SDK's retries, an effect is tried again only when it provably did not
 * happen (throttled, never sent): a second try after a lost answer would hide that the first one may have worked.
 * Around them, every error becomes one that an operator can read.
 */
export function outcomePlugin<Input extends object, Output extends object>(service: Service): Pluggable<Input, Output> {
  const sent = new WeakSet<object>();
  const within: FinalizeRequestMiddleware<Input, Output> = (next) => async (args) => {
    sent.add(args.input);
    try {
      return await next(args);
    } catch (error) {
      throw isEffect(args.input) && !mayBeSentAgain(error) ? new LastWord(error) : error;
    }
  };
  const around: InitializeMiddleware<Input, Output> = (next, context) => async (args) => {
    try {
      return await next(args);
    } catch (error) {
      const command = String(context.commandName).replace(/Command$/, "");
      const last = error instanceof LastWord ? error.error : error;
      const call = { service, command, isEffect: isEffect(args.input), isSent: sent.has(args.input) };
      throw translated(last, call);
    }
  };
  return {
    applyToStack(stack) {
      stack.add(within, { step: "finalizeRequest", name: "consoleLastWord", priority: "low", override: true });
      stack.add(around, { step: "initialize", name: "consoleErrors", priority: "high", override: true });
    },
  };
}

function mayBeSentAgain(error: unknown): boolean {
  const outcome = outcomeOf(error);
  return outcome === "throttled" || outcome === "not-sent";
}
