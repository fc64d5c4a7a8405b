import { capacityCases } from "./capacity.ts";
import type { Case } from "./case.ts";
import { groupCases } from "./groups.ts";
import { identityCases } from "./identity.ts";
import { instanceCases } from "./instances.ts";
import { networkCases } from "./network.ts";
import { policyCases } from "./policies.ts";
import { protectionCases } from "./protection.ts";
import { templateCases } from "./templates.ts";
import { volumeCases } from "./volumes.ts";

/** What must hold for the rehearsal's endpoints and for a foreign EC2 server alike. */
export const cases: readonly Case[] = [
  ...identityCases,
  ...networkCases,
  ...instanceCases,
  ...protectionCases,
  ...volumeCases,
  ...templateCases,
  ...groupCases,
  ...capacityCases,
  ...policyCases,
];
