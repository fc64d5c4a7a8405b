import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import { shellWord, typedWord } from "#src/model/shell-word.ts";

const awkward = ["", " ", "it's", "a\nb", "$HOME", "`id`", "*", "=sh", "~", "a=b", 'say "yes"', "\\", "!!", "-n", "ä"];

test("a shell takes each word for itself, as it is", () => {
  for (const form of [shellWord, typedWord]) {
    const said = execFileSync("sh", ["-c", `printf '%s\\0' ${awkward.map(form).join(" ")}`], { encoding: "utf8" });
    assert.deepEqual(said.split("\0").slice(0, -1), awkward);
  }
});

test("what a person would type without quotes has none", () => {
  const plain = ["docker", "ps", "-a", "/var/log/mesos", "root@alibuild07", "10.0.0.1:5050"];
  assert.deepEqual(plain.map(typedWord), plain);
});
