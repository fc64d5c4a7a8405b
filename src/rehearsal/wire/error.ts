/** An error as AWS answers it. Codes and statuses: "Error codes for the Amazon EC2 API" and the sheet, section 2. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
