import type { Fault } from "../troubles.ts";

/** The rehearsed Airflow asks for it by its name. */
export default {
  name: "dag-import-error",
  title: "after the first deployment of the DAGs Airflow cannot import one of their files; the second one mends it",
} satisfies Fault;
