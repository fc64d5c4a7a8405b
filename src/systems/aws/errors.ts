import { NotDone, OpsError } from "../../model/error.ts";
import type { Service } from "./commands.ts";

/** One call that failed: what it was, for the words of its error. */
export interface FailedCall {
  readonly service: Service;
  /** `RunInstances` */
  readonly command: string;
  readonly isEffect: boolean;
  /** Whether any of its tries came as far as the wire; input or credentials may have been unfit before that. */
  readonly isSent: boolean;
}

/** What a failure says of the call: it did not happen, it may be asked again at once, or nobody knows. */
export type Outcome = "refused" | "not-sent" | "throttled" | "unsure";

/** Throttling, by code. Source: AWS SDKs reference guide, "Retry behavior". */
const throttleCodes =
  /^(Throttl|RequestThrottled|RequestLimitExceeded$|TooManyRequests|BandwidthLimitExceeded$|LimitExceededException$|SlowDown$|PriorRequestNotComplete$|TransactionInProgressException$|ProvisionedThroughputExceeded|EC2ThrottledException$)/;
/** EC2 answers these with a 5xx although nothing was done. Source: EC2 API reference, "Server error codes". */
const refusedWith5xx = /^(Insufficient\w*Capacity|InsufficientFreeAddressesInSubnet|InternalUnsupported)$/;
/** 4xx that say nothing of whether an earlier try was carried out. */
const unsureWith4xx = /^(RequestTimeout|RequestTimeoutException|IdempotentParameterMismatch)$/;
const notSentCodes = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
/** The SDK found no usable credentials, so it sent nothing. */
const noCredentials = /^(CredentialsProviderError|TokenProviderError|ProviderError)$/;

/** The service's error code (`InvalidVolume.NotFound`), or what the socket or the HTTP status said. */
export function codeOf(error: unknown): string {
  const name = error instanceof Error ? error.name : "Unknown";
  return name === "Error" ? socketCodeOf(error) || `http-${statusOf(error) ?? "none"}` : name;
}

/** Whether and how a failed call may have had an effect. An error that is not understood is `unsure`. */
export function outcomeOf(error: unknown): Outcome {
  const code = codeOf(error);
  const status = statusOf(error);
  // IAM says so of a quota that is used up: waiting brings nothing.
  if (status === 409 && code === "LimitExceededException") return "refused";
  if (throttleCodes.test(code) || status === 429) return "throttled";
  if (refusedWith5xx.test(code)) return "refused";
  if (notSentCodes.has(socketCodeOf(error)) || noCredentials.test(code)) return "not-sent";
  const is4xx = status !== undefined && status >= 400 && status < 500;
  return is4xx && !unsureWith4xx.test(code) ? "refused" : "unsure";
}

function statusOf(error: unknown): number | undefined {
  const metadata = propertyOf(error, "$metadata");
  const status = propertyOf(metadata, "httpStatusCode");
  return typeof status === "number" ? status : undefined;
}

function socketCodeOf(error: unknown): string {
  const code = propertyOf(error, "code");
  return typeof code === "string" ? code : "";
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** The error an operator sees. An effect that provably did not happen becomes {@link NotDone}; all else stays a doubt. */
export function translated(error: unknown, call: FailedCall): Error {
  if (error instanceof OpsError) return error;
  const outcome = call.isSent ? outcomeOf(error) : "not-sent";
  const init = {
    code: `aws-${codeOf(error)}`,
    reason: "system",
    what: headline(error, outcome, call),
    why: error instanceof Error && error.message !== "" ? error.message : codeOf(error),
    next: nextFor(codeOf(error), outcome, call),
    cause: error,
  } as const;
  return call.isEffect && outcome !== "unsure" ? new NotDone(init) : new OpsError(init);
}

function headline(error: unknown, outcome: Outcome, { service, command, isEffect }: FailedCall): string {
  const name = `${service} ${command}`;
  const code = codeOf(error);
  if (outcome === "refused") return `${name} was refused: ${code}`;
  if (outcome === "throttled") return `${name} was throttled for minutes: ${code}`;
  if (outcome === "not-sent") return `${name} could not be sent: ${code}`;
  return isEffect ? `${name} was sent and it is not known what became of it` : `${name} gave no usable answer: ${code}`;
}

/** What to type or do next, by the service's code: the first that fits. */
const advice: readonly (readonly [RegExp, (call: FailedCall) => string])[] = [
  [
    /^(ExpiredToken|RequestExpired|InvalidClientTokenId|AuthFailure|SignatureDoesNotMatch|UnrecognizedClient|CredentialsProvider|TokenProvider|ProviderError|InvalidAccessKeyId)/,
    () =>
      "renew your credentials (e.g. aws sso login; check the machine's clock), then try again; CheckAccess() shows which ones are used",
  ],
  [
    /^(UnauthorizedOperation|AccessDenied|AccessDeniedException|OptInRequired)$/,
    ({ service, command }) =>
      `ask for the right ${service}:${command}; CheckAccess() shows what you have (aws("sts", "DecodeAuthorizationMessage", ...) reads an encoded message)`,
  ],
  [
    /^(Insufficient|Unsupported|SpotMaxPriceTooLow)/,
    () =>
      "AWS has no such capacity there now: try again later, or change the zone or the instance type in the environment file",
  ],
  [
    /(LimitExceeded|CountExceeded)/,
    () => "the account's quota is used up: ask AWS for more, or let go of what is not needed",
  ],
  [/^OperationNotPermitted$/, () => "it is protected against termination; look why before anybody lifts that"],
  [
    /^(DependencyViolation|ResourceInUse|VolumeInUse|InvalidNetworkInterface\.InUse)/,
    () => "something still uses it: look what, then try again",
  ],
  [/NotFound/, () => "look again with the recipe, without the bang: what was there may be gone"],
];

function nextFor(code: string, outcome: Outcome, call: FailedCall): string {
  const found = advice.find(([pattern]) => pattern.test(code));
  if (found) return found[1](call);
  if (outcome === "throttled") return "others use up the account's request quota: wait some minutes, then try again";
  if (outcome === "not-sent") return "look at the network and at AWS_ENDPOINT_URL, then try again";
  return "look again with the recipe, without the bang, then try again";
}

/**
 * A thing was made a moment ago and this call did not see it yet, or the one that had it is not yet done letting go.
 * IAM's profiles have no code of their own for it.
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof NotDone)) return false;
  if (/^aws-(Invalid[\w.]*NotFound|InvalidNetworkInterface\.InUse)$/.test(error.code)) return true;
  return /Invalid IAM Instance Profile/i.test(error.why);
}

/** Whether what was to be deleted is gone already. */
export function isGone(error: unknown): boolean {
  return error instanceof OpsError && /NotFound|NoSuchEntity/.test(error.code);
}
