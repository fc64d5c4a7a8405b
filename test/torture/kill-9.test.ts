import test from "node:test";
import { killUntil } from "./exactly-once.ts";

test("kill -9 at any instant: 300 times", { timeout: 25 * 60_000 }, (context) => killUntil(300, context));
