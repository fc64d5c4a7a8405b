/** A JSON document; `null` for what JSON has no word for. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, (_name, each) => (typeof each === "bigint" ? String(each) : each), indent);
  return text ?? "null";
}
