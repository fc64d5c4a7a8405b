import { OpsError } from "../../model/error.ts";
import type { Fields, Json } from "../../model/json.ts";

/** What a condition is asked with. Each reader throws `wrong-parameter` for what is missing: a defect of the runbook. */
export interface Parameters {
  text(name: string): string;
  number(name: string): number;
  texts(name: string): readonly string[];
}

export function parametersOf(fields: Fields, condition: string): Parameters {
  const fail = (name: string, kind: string): never => {
    throw new OpsError({
      code: "wrong-parameter",
      reason: "internal",
      what: `the condition ${condition} needs the ${kind} ${name}`,
      why: `it was given ${JSON.stringify(fields)}`,
      next: "correct the runbook",
    });
  };
  return {
    text: (name) => (isText(fields[name]) ? fields[name] : fail(name, "text")),
    number: (name) => (typeof fields[name] === "number" ? fields[name] : fail(name, "number")),
    texts(name) {
      const value = fields[name];
      return Array.isArray(value) && value.every(isText) ? value : fail(name, "list of texts");
    },
  };
}

function isText(value: Json | undefined): value is string {
  return typeof value === "string";
}
