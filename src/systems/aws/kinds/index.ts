import type { Kind } from "../kind.ts";
import { autoScalingGroup } from "./auto-scaling-group.ts";
import { fleetMember } from "./fleet-member.ts";
import { instance } from "./instance.ts";
import { instanceProfile } from "./instance-profile.ts";
import { instances } from "./instances.ts";
import { launchTemplate } from "./launch-template.ts";
import { networkInterface } from "./network-interface.ts";
import { rolePolicies } from "./role-policies.ts";
import { rolePolicy } from "./role-policy.ts";
import { scaledAgents } from "./scaled-agents.ts";
import { securityGroup } from "./security-group.ts";
import { volume } from "./volume.ts";

export const kinds: readonly Kind[] = [
  instanceProfile,
  securityGroup,
  networkInterface,
  volume,
  instance,
  instances,
  fleetMember,
  launchTemplate,
  autoScalingGroup,
  scaledAgents,
  rolePolicies,
  rolePolicy,
];
