/** Loaded before the console (`--import`): writes the address of each module that is resolved to the file LOADED. */
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";

const { LOADED = "loaded" } = process.env;
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    appendFileSync(LOADED, `${resolved.url}\n`);
    return resolved;
  },
});
