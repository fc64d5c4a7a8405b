import { isSystemError } from "../model/error.ts";
import type { Fields } from "../model/json.ts";
import type { ConditionState } from "../model/resource.ts";
import type { Sources } from "../model/sources.ts";
import type { CheckRow } from "../model/status.ts";
import type { System } from "../model/system.ts";

export type AccessLook = () => Promise<readonly CheckRow[]>;

/** May one work with the repositories, the builds, the images and the DAGs: a row for each. */
export function forgeAccess({ bump }: Sources, byName: ReadonlyMap<string, System>): readonly AccessLook[] {
  const { repositories, edit } = bump.models;
  const patterns = { ...edit, id: "models", repository: "", pins: edit.pins.map((pin) => ({ ...pin })) };
  const images = bump.base.images.slice(0, 1);
  return [
    answers(
      { what: "git reads the repositories", of: `${repositories[0]}, for one` },
      { system: "git", name: "depends", parameters: { repositories: repositories.slice(0, 1), edit: patterns } },
      byName,
    ),
    knowsMe("GitHub knows me", byName, "github"),
    knowsMe("GoCD knows me", byName, "gocd"),
    answers(
      { what: "Airflow lists its DAGs", of: "" },
      { system: "airflow", name: "dags-listed", parameters: {} },
      byName,
    ),
    answers(
      { what: "the registry answers", of: `asked for ${images[0]}` },
      { system: "registry", name: "tags-present", parameters: { images, tag: "latest" } },
      byName,
    ),
  ];
}

function knowsMe(what: string, byName: ReadonlyMap<string, System>, name: string): AccessLook {
  return looked(what, async () => {
    const identity = await byName.get(name)?.identify();
    return { result: "pass", evidence: `${identity?.who} at ${identity?.where}`, next: "" };
  });
}

interface Said {
  readonly what: string;
  /** What was asked about, where the answer says something else; empty: the answer. */
  readonly of: string;
}

interface Asked {
  readonly system: string;
  readonly name: string;
  readonly parameters: Fields;
}

/** That it answers is what matters, not whether what was asked holds. */
function answers({ what, of }: Said, asked: Asked, byName: ReadonlyMap<string, System>): AccessLook {
  return looked(what, async () => {
    const condition = { ...asked, stack: "", what, withinSeconds: 0 };
    const { holds, detail, next = "" } = (await byName.get(asked.system)?.holds(condition)) ?? unasked;
    const isAnswered = holds === "yes" || holds === "no";
    return {
      result: isAnswered ? "pass" : "fail",
      evidence: isAnswered ? of || detail : detail,
      next: isAnswered ? "" : next,
    };
  });
}

const unasked: ConditionState = { holds: "unknown", detail: "there is no such system" };

function looked(what: string, look: () => Promise<Omit<CheckRow, "what">>): AccessLook {
  return async () => {
    try {
      return [{ what, ...(await look()) }];
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return [
        {
          what,
          result: "fail",
          evidence: `${error.what}: ${error.why}`,
          next: error.next.replace(/; CheckAccess\(\).*$/, ""),
        },
      ];
    }
  };
}
