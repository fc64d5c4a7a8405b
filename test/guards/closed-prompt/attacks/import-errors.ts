import type { Attack } from "../../case.ts";
import { protecting } from "../../place.ts";
import { poison } from "../../poison.ts";

export default {
  title: "the error of an import leads to the loader",
  route: "dynamic import",
  identity: "realm",
  environment: () => protecting({ names: ["mesos-master-test-a"] }),
  typed: () => [
    poison,
    `for (const file of ["node:fs", "./recipes/nobody.ts", "./recipes", "./recipes/%00.ts", "http://[", "./environments/cantareira.ts"]) {
        const importing = import(file);
        poison(importing);
        await importing.catch((error) => { poison(error); poison(error.cause) });
      }`,
    'MesosMaster.destroy!("test")',
  ],
  held: { by: "guard-protected-resources" },
} satisfies Attack;
