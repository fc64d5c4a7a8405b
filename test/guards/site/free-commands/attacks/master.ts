import type { Attack } from "../../case.ts";

export default {
  title: "a command on a master, by its address",
  route: "raw client",
  typed: ({ server }) => `RunCommand!("${server("alimesos01").address}", "docker", "stop", "zookeeper")`,
  by: "guard-free-commands",
} satisfies Attack;
