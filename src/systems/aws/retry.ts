import type { RetryErrorInfo, RetryStrategyV2, RetryToken, StandardRetryToken } from "@smithy/types";
import type { World } from "../../model/world.ts";

/** A service asks to slow down; the call goes on by itself. */
export interface Throttle {
  /** `ec2: RequestLimitExceeded` */
  readonly what: string;
  readonly waitSeconds: number;
}

/** Tries of a call that gets no proper answer; as the SDK's standard. */
const triesWhenTransient = 3;
/** How long throttling is waited out before it is an error. */
const throttledForMs = 10 * 60 * 1000;
const longestPauseMs = 20_000;
/** First pauses, doubled each time: the SDK's own (`Retry.delay()`, `Retry.throttlingDelay()`). */
const firstPauseMs = { THROTTLING: 1_000, TRANSIENT: 50 };

/**
 * The SDK's standard strategy with its quota bucket, but time is the world's and throttling is waited out for minutes.
 * Source: AWS SDKs reference guide, "Retry behavior", standard mode.
 */
export async function retryStrategy(
  service: string,
  world: World,
  onThrottle: (event: Throttle) => void,
): Promise<RetryStrategyV2> {
  const { StandardRetryStrategy } = await import("@smithy/core/retry");
  const noPause = { setDelayBase() {}, computeNextBackoffDelay: () => 0 };
  const standard = new StandardRetryStrategy({ maxAttempts: Number.MAX_SAFE_INTEGER, backoff: noPause });
  const began = new WeakMap<RetryToken, number>();
  return {
    acquireInitialRetryToken: (scope) => standard.acquireInitialRetryToken(scope),
    recordSuccess: (token: StandardRetryToken) => standard.recordSuccess(token),
    async refreshRetryTokenForRetry(token: StandardRetryToken, info) {
      const since = began.get(token) ?? world.clock.now();
      if (isExhausted(token, info, world.clock.now() - since)) throw new Error("No retry token available");
      const next = await standard.refreshRetryTokenForRetry(token, info);
      began.set(next, since);
      const pauseMs = pauseOf(token, info, world);
      if (info.errorType === "THROTTLING") {
        onThrottle({ what: `${service}: ${nameOf(info.error)}`, waitSeconds: pauseMs / 1000 });
      }
      await world.clock.sleep(pauseMs);
      return next;
    },
  };
}

function isExhausted(token: RetryToken, { errorType }: RetryErrorInfo, passedMs: number): boolean {
  return errorType === "THROTTLING" ? passedMs >= throttledForMs : token.getRetryCount() + 1 >= triesWhenTransient;
}

/** Exponential with full jitter. */
function pauseOf(token: RetryToken, { errorType }: RetryErrorInfo, world: World): number {
  const first = errorType === "THROTTLING" ? firstPauseMs.THROTTLING : firstPauseMs.TRANSIENT;
  const longest = Math.min(longestPauseMs, first * 2 ** token.getRetryCount());
  return Math.ceil((longest * Number.parseInt(world.random(4), 16)) / 0xffffffff);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "throttled";
}
