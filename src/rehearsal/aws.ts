import { randomUUID } from "node:crypto";
import { autoscaling } from "./autoscaling.ts";
import { ec2 } from "./ec2.ts";
import { iam } from "./iam.ts";
import type { Operation, Service } from "./protocol.ts";
import { sts } from "./sts.ts";
import type { Call } from "./troubles.ts";
import { AwsError } from "./wire/error.ts";
import { Parameters } from "./wire/parameters.ts";
import { awsErrorOf } from "./wire/xml.ts";
import type { RehearsedWorld } from "./world.ts";

/** The connection is broken instead of an answer. */
export const reset = Symbol("reset");
export type Answer = Response | typeof reset;

const services: readonly Service[] = [ec2, autoscaling, iam, sts];
const reads = /^(Describe|Get|List|Simulate|Decode)/;

/** `Credential=AKID/20260101/us-east-1/ec2/aws4_request`: how one socket serves several services. */
function scopeOf(request: Request): { region: string; service: string } | undefined {
  const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(
    request.headers.get("authorization") ?? "",
  );
  return scope?.[1] && scope[2] ? { region: scope[1], service: scope[2] } : undefined;
}

function serviceOf(request: Request, world: RehearsedWorld): Service {
  const scope = scopeOf(request);
  const service = services.find((candidate) => candidate.name === scope?.service);
  if (scope === undefined || service === undefined)
    throw new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
  if (scope.region === world.ground.place.region || service === iam) return service;
  throw new AwsError("AuthFailure", `Credential should be scoped to the region ${world.ground.place.region}.`, 401);
}

function operationOf(service: Service, action: string): Operation {
  const operation = Object.hasOwn(service.operations, action) ? service.operations[action] : undefined;
  if (operation) return operation;
  throw new AwsError("InvalidAction", `The action ${action} is not valid for this web service.`);
}

function callOf(service: Service, parameters: Parameters): Call {
  const action = parameters.text("Action") ?? "";
  const isDryRun = service.hasDryRun && parameters.flag("DryRun") === true;
  return { service: service.name, action, isDryRun, isMutating: !reads.test(action) && !isDryRun };
}

class Exchange {
  readonly #world: RehearsedWorld;
  readonly #service: Service;
  readonly #parameters: Parameters;
  readonly #call: Call;
  readonly #requestId = randomUUID();

  constructor(world: RehearsedWorld, service: Service, parameters: Parameters) {
    this.#world = world;
    this.#service = service;
    this.#parameters = parameters;
    this.#call = callOf(service, parameters);
  }

  /** The fault first, then the operation, then the log. */
  answer(): Answer {
    const interference = this.#world.ground.troubles.interferenceOf(this.#call);
    if (interference instanceof AwsError) return this.#refuse(interference);
    if (interference === "reset-before") return this.#broken("ConnectionReset");
    const answer = this.#carryOut();
    return interference === "reset-after" ? reset : answer;
  }

  #carryOut(): Response {
    try {
      const operation = operationOf(this.#service, this.#call.action);
      if (this.#call.isDryRun) throw dryRunOperation();
      const content = operation(this.#parameters, this.#world);
      this.#log(200);
      return this.#service.answer(this.#call.action, content, this.#requestId);
    } catch (error) {
      return this.#refuse(awsErrorOf(error));
    }
  }

  #refuse(error: AwsError): Response {
    this.#log(error.status, error.code);
    return this.#service.refuse(error, this.#requestId);
  }

  #broken(error: string): typeof reset {
    this.#log(0, error);
    return reset;
  }

  #log(status: number, error?: string): void {
    const { service, action, isMutating } = this.#call;
    this.#world.requests.add({ service, action, isMutating, status, ...(error ? { error } : {}) });
  }
}

/** Always an error: this one says "you may". Source: protocols sheet, section 2. */
function dryRunOperation(): AwsError {
  return new AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
}

/** Answers one request to any of the AWS services. */
export async function answerAws(request: Request, world: RehearsedWorld): Promise<Answer> {
  const parameters = Parameters.of(new URLSearchParams(await request.text()));
  try {
    return new Exchange(world, serviceOf(request, world), parameters).answer();
  } catch (error) {
    const refusal = awsErrorOf(error);
    const action = parameters.text("Action") ?? "";
    world.requests.add({
      service: "unknown",
      action,
      isMutating: !reads.test(action),
      status: refusal.status,
      error: refusal.code,
    });
    return ec2.refuse(refusal, randomUUID());
  }
}
