/** Flags of curl that only say how to get something, or what to print of it. */
const flags = [
  "-s",
  "-S",
  "-f",
  "-i",
  "-I",
  "-sS",
  "-sf",
  "-sSf",
  "-fsS",
  "-4",
  "--silent",
  "--show-error",
  "--fail",
  "--include",
  "--head",
  "--negotiate",
  "--compressed",
  "--get",
];

/** Their next word. `-w` could write files, and a header could ask for another method: only these are let through. */
const valued: Readonly<Record<string, RegExp>> = {
  "-m": /^\d+$/,
  "--max-time": /^\d+$/,
  "--connect-timeout": /^\d+$/,
  "-u": /^:$/,
  "--user": /^:$/,
  "-X": /^(GET|HEAD)$/,
  "--request": /^(GET|HEAD)$/,
  "-H": /^(Accept|Accept-Encoding): ?[^\r\n]*$/i,
  "--header": /^(Accept|Accept-Encoding): ?[^\r\n]*$/i,
  "--cacert": /^\/[\w./-]+$/,
  "-o": /^\/dev\/null$/,
  "--output": /^\/dev\/null$/,
  "-w": /^(\\n|\s)*%\{(http_code|response_code)\}(\\n|\s)*$/,
  "--write-out": /^(\\n|\s)*%\{(http_code|response_code)\}(\\n|\s)*$/,
  "--proto": /^=https?$/,
};

/** One URL, got: no body, no other method, nothing written. */
export function curlLooks(words: readonly string[]): boolean {
  let urls = 0;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const allowed = Object.hasOwn(valued, word) ? valued[word] : undefined;
    if (allowed) {
      if (!allowed.test(words[++at] ?? "")) return false;
    } else if (/^https?:\/\/[^\s\0]+$/.test(word) && !/[{}[\]]/.test(word)) urls += 1;
    else if (!flags.includes(word)) return false;
  }
  return urls === 1;
}
