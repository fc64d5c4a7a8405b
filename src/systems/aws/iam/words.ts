import { maskedText } from "../../../model/mask.ts";
import { printable } from "../../../model/printable.ts";
import type { Clause, PolicyDocument, Statement } from "./document.ts";
import type { Selection } from "./selection.ts";

/** A document's statements, a line each: `allow s3:GetObject on arn:aws:s3:::jobs/* if … (ReadJobs)`. */
export function statementTexts({ statements }: PolicyDocument): readonly string[] {
  return [...new Set(statements.map(statementText))];
}

function statementText(statement: Statement): string {
  const { sid, effect, actions, resources } = statement;
  const named = sid === "" ? "" : ` (${sid})`;
  return shown(`${effect.toLowerCase()} ${accessText(statement, actions, resources)}${named}`);
}

/** `s3:GetObject, s3:ListBucket on arn:aws:s3:::jobs if Bool aws:SecureTransport is true` */
export function accessText(
  { principals, conditions }: Pick<Statement, "principals" | "conditions">,
  actions: Selection,
  resources: Selection,
): string {
  const by = principals ? ` by ${selectionText(principals)}` : "";
  const provided = conditions.length > 0 ? ` if ${conditions.map(clauseText).join(" and ")}` : "";
  return shown(`${selectionText(actions)} on ${selectionText(resources)}${by}${provided}`);
}

function selectionText({ isExcept, of }: Selection): string {
  const listed = of.length === 0 ? "nothing" : of.join(", ");
  return isExcept ? `everything but ${listed}` : listed;
}

function clauseText({ operator, key, values }: Clause): string {
  return `${operator} ${key} is ${values.join(" or ")}`;
}

/** The journal masks what looks like a secret; masked from the beginning, a text is the same after a resume. */
function shown(text: string): string {
  return maskedText(printable(text));
}
