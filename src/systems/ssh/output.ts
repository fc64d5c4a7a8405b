import { StringDecoder } from "node:string_decoder";
import { printable } from "../../model/printable.ts";

/** What is kept of a stream of bytes: its head and its tail. */
export interface Kept {
  add(chunk: Buffer): void;
  /** Printable, line breaks kept; a line says how much was left out in the middle. */
  text(): string;
  isTruncated(): boolean;
}

/** Keeps at most `limitBytes`, half of them from the beginning and half from the end. */
export function keep(limitBytes: number): Kept {
  const half = Math.ceil(limitBytes / 2);
  const head: Buffer[] = [];
  const tail: Buffer[] = [];
  let [headBytes, tailBytes, droppedBytes] = [0, 0, 0];
  return {
    add(chunk) {
      const fits = chunk.subarray(0, half - headBytes);
      if (fits.length > 0) head.push(fits);
      headBytes += fits.length;
      if (fits.length === chunk.length) return;
      tail.push(chunk.subarray(fits.length));
      tailBytes += chunk.length - fits.length;
      while (tailBytes - (tail[0]?.length ?? 0) >= half) {
        const dropped = tail.shift()?.length ?? 0;
        tailBytes -= dropped;
        droppedBytes += dropped;
      }
    },
    text() {
      const rest = Buffer.concat(tail);
      const cut = Math.max(0, rest.length - half);
      const missing = droppedBytes + cut;
      if (missing === 0) return asText(Buffer.concat([...head, rest]));
      return `${asText(Buffer.concat(head))}\n[${missing} bytes left out]\n${asText(rest.subarray(cut))}`;
    },
    isTruncated: () => droppedBytes + Math.max(0, tailBytes - half) > 0,
  };
}

function asText(bytes: Buffer): string {
  return printable(bytes.toString("utf8"), { keepsLines: true });
}

/** Characters of a line that are kept: a program that never ends its line fills no memory. */
const lineCharacters = 4096;

/** Cuts chunks into lines, and calls with each as soon as it is whole; `end` with the last one. */
export function lines(onLine: (line: string) => void): { add(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder("utf8");
  let begun = "";
  const take = (text: string) => {
    const [first = "", ...others] = text.split(/\r\n|\n|\r(?!$)/);
    begun = (begun + first).slice(0, lineCharacters);
    for (const next of others) {
      onLine(printable(begun));
      begun = next.slice(0, lineCharacters);
    }
  };
  return {
    add: (chunk) => take(decoder.write(chunk)),
    end() {
      take(decoder.end());
      if (begun !== "") onLine(printable(begun));
    },
  };
}
