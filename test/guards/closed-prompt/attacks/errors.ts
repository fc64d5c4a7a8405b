import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "an error leads to what threw it",
  route: "prompt",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `for (const attempt of [() => show("r999"), () => help("nobody"), () => atob("*"), () => aws("ec2", "DeleteVolume", {})])
        try { await attempt() } catch (error) { poison(error); poison(error.cause) }`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
