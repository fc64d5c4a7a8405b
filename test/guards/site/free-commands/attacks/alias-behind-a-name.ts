import type { Attack } from "../../case.ts";

export default {
  title: "a command on a server by its id, whose name in Nova is an alias of alibuild03 in the DNS",
  route: "rename",
  ruse({ server }) {
    server("alibuild03").metadata.set("landb-alias", "alibuild77");
    server("alibuild13").name = "alibuild77";
  },
  typed: ({ server }) => `RunCommand!("${server("alibuild77").id}", "poweroff")`,
  by: "guard-free-commands",
} satisfies Attack;
