/** What the services refuse, with the status that it has over HTTP and the sentence as they word it. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: 400 | 403 | 404 | 409 | 413;

  constructor(status: Refused["status"], message: string) {
    super(message);
    this.status = status;
  }
}
