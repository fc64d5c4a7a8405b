import { isAws } from "../model/environment.ts";
import { awsWords } from "./aws-words.ts";
import { Candidates } from "./candidates.ts";
import { docWords } from "./doc-words.ts";
import { type Look, lookBinding } from "./functions.ts";
import { openStackWords } from "./openstack-words.ts";
import { awsBinding, openStackBinding } from "./raw.ts";
import type { Binding } from "./recipe-words.ts";
import type { Session } from "./session.ts";

/** The looks at the place that one operates: may I, what is there, a read by hand. */
export function placeBindings(session: Session): readonly Binding[] {
  const candidates = new Candidates(session);
  const bindings = (looks: readonly Look[]) => looks.map((look) => lookBinding(look, (type) => candidates.of(type)));
  const docs = bindings(docWords(session));
  if (isAws(session.parts.environment)) return [...bindings(awsWords(session)), ...docs, awsBinding(session)];
  return [...bindings(openStackWords(session)), ...docs, openStackBinding(session)];
}
