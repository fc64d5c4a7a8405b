/** An answer that is a sentence: Mesos' errors are never JSON (sheet, section 3). */
export class Refusal {
  readonly status: number;
  readonly text: string;
  /** The methods that are allowed, with a 405. */
  readonly allow: string | undefined;

  constructor(status: number, text: string, allow?: string) {
    this.status = status;
    this.text = text;
    this.allow = allow;
  }
}
