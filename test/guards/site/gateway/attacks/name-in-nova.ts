import type { Attack } from "../../case.ts";

export default {
  title: "somebody gave a server a name with another one behind it, and it is deleted by its id",
  route: "gateway arguments",
  ruse({ server }) {
    server("alibuild13").name = "alibuild13 alibuild03";
  },
  typed: ({ server }) => `DeleteVm!("${server("alibuild13 alibuild03").id}")`,
  by: "bad-host-name",
} satisfies Attack;
