import type { AwsError } from "./wire/error.ts";
import type { Parameters } from "./wire/parameters.ts";
import { element, type Xml, xmlResponse } from "./wire/xml.ts";
import type { RehearsedWorld } from "./world.ts";

/** One action of a service: reads its parameters, looks at or changes the world, and gives the content of the answer. */
export type Operation = (parameters: Parameters, world: RehearsedWorld) => { readonly [name: string]: Xml };
export type Operations = Readonly<Record<string, Operation>>;

/** One AWS service: its operations and how its answers are written. */
export interface Service {
  /** As in the credential scope: `ec2`. */
  readonly name: string;
  readonly operations: Operations;
  /** Whether `DryRun` is known. */
  readonly hasDryRun: boolean;
  answer(action: string, content: { readonly [name: string]: Xml }, requestId: string): Response;
  refuse(error: AwsError, requestId: string): Response;
}

/** EC2's dialect of the query protocol. Source: protocols sheet, section 1. */
export function ec2Service(operations: Operations): Service {
  const dialect = { item: "item" } as const;
  return {
    name: "ec2",
    operations,
    hasDryRun: true,
    answer: (action, content, requestId) => {
      const body = element(`${action}Response`, { requestId, ...content }, dialect);
      return xmlResponse(body.replace(">", ' xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">'), 200, requestId);
    },
    refuse: (error, requestId) => {
      const errors = { Error: { Code: error.code, Message: error.message } };
      return xmlResponse(
        element("Response", { Errors: errors, RequestID: requestId }, dialect),
        error.status,
        requestId,
      );
    },
  };
}

/** The query protocol of the other services. Source: protocols sheet, section 1. */
export function queryService(name: string, namespace: string, operations: Operations): Service {
  const dialect = { item: "member" } as const;
  const xmlns = ` xmlns="${namespace}">`;
  return {
    name,
    operations,
    hasDryRun: false,
    answer: (action, content, requestId) => {
      const result = { [`${action}Result`]: content, ResponseMetadata: { RequestId: requestId } };
      return xmlResponse(element(`${action}Response`, result, dialect).replace(">", xmlns), 200, requestId);
    },
    refuse: (error, requestId) => {
      const Type = error.status < 500 ? "Sender" : "Receiver";
      const content = { Error: { Type, Code: error.code, Message: error.message }, RequestId: requestId };
      return xmlResponse(element("ErrorResponse", content, dialect).replace(">", xmlns), error.status, requestId);
    },
  };
}
