/** What a runbook or a system writes where the run's id belongs: `report("{run}")`. Only the engine knows it. */
const placeholder = "{run}";

/**
 * A text with the run's id in it.
 * @param run absent: there is none yet, and it is written as one to be filled in
 */
export function ofRun(text: string, run = "r…"): string {
  return text.replaceAll(placeholder, run);
}
