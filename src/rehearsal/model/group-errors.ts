import { AwsError } from "../wire/error.ts";

export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

export function notFound(name: string): AwsError {
  return validationError(`AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`);
}
