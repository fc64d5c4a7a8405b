/** What is listed or shown, as the client calls it. */
const nouns = [
  "server",
  "server event",
  "server volume",
  "volume",
  "volume snapshot",
  "volume type",
  "image",
  "flavor",
  "project",
  "keypair",
  "catalog",
  "endpoint",
  "availability zone",
  "console log",
  "role assignment",
];

const flags = ["--long", "--all", "--fit-width", "--no-name-lookup", "-n", "--names"];
/** With a next word. */
const valued = ["-f", "--format", "-c", "--column", "--name", "--limit", "--marker", "--sort", "--status", "--lines"];

/** `openstack <noun> show|list ...` and `openstack token issue`: the client's words that change nothing. */
export function openstackLooks(words: readonly string[]): boolean {
  const at = words.findIndex((word) => word === "show" || word === "list" || word === "issue");
  const noun = words.slice(0, at).join(" ");
  const isKnown = words[at] === "issue" ? noun === "token" : nouns.includes(noun);
  return at > 0 && isKnown && areHarmless(words.slice(at + 1));
}

function areHarmless(words: readonly string[]): boolean {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (valued.includes(word)) at += 1;
    else if (word.startsWith("-") && !flags.includes(word)) return false;
  }
  return true;
}
