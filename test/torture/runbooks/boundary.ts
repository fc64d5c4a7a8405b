/** One row of a journal, as a kill at it needs it. */
export interface Row {
  readonly run: string;
  readonly step: string;
  readonly kind: string;
  readonly body: string;
}

/**
 * Names an instant in the life of a run: `intended rebuild: replace server/alibuild07/ai-rebuild-vm`. The same for each
 * attempt and each hold, so that a run which is killed once at every boundary comes to its end.
 */
export function boundaryOf({ step, kind, body }: Row): string {
  const found = kind === "settled" ? ` ${JSON.parse(body).happened}` : "";
  return `${kind}${found} ${effectOf(step)}`.trim();
}

/**
 * The effect or step without the number of its attempt; marks of holds without the fence. The ids that each world gives
 * out anew are left out.
 */
export function effectOf(step: string): string {
  const name = step.replace(/\/\d+$/, "").replace(/\/(mark|unmark)-\d+$/, "/$1");
  return name.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID");
}
