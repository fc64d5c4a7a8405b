import test from "node:test";
import { killUntil } from "./torture/exactly-once.ts";

test("kill -9 at any instant: 30 times; 300 with npm run test:torture", (context) => killUntil(30, context));
