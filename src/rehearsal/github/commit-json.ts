import type { Fields } from "../../model/json.ts";
import { type Checked, runName, statusName } from "./checks.ts";
import {
  idOf,
  instant,
  instantOrNull,
  nodeId,
  type Place,
  pageOf,
  repositoryJson,
  repositoryUrl,
  userJson,
} from "./json.ts";

/** `GET /commits/{sha}/check-runs` */
export function checkRunsJson(place: Place, sha: string, checked: Checked | undefined): Fields {
  const runs = checked ? [runJson(place, sha, checked)] : [];
  return { total_count: runs.length, check_runs: runs };
}

function runJson(place: Place, sha: string, { run }: Checked): Fields {
  const id = idOf(`run ${sha}`);
  const url = `${repositoryUrl(place)}/check-runs/${id}`;
  return {
    ...{ id, node_id: nodeId(`CheckRun ${id}`), head_sha: sha, external_id: "", name: runName },
    ...{ url, html_url: `${pageOf(place)}/runs/${id}`, details_url: `https://ci.example/runs/${id}` },
    ...{ status: run.status, conclusion: run.conclusion },
    ...{ started_at: instantOrNull(run.startedAt), completed_at: instantOrNull(run.completedAt) },
    output: { title: null, summary: null, text: null, annotations_count: 0, annotations_url: `${url}/annotations` },
    check_suite: { id: idOf(`suite ${sha}`) },
    app: appJson(place),
    pull_requests: [],
  };
}

function appJson({ owner }: Place): Fields {
  return {
    ...{ id: 15_000, slug: "ci", node_id: nodeId("App ci"), owner: userJson(owner, "Organization"), name: "CI" },
    ...{ description: "", external_url: "https://ci.example", html_url: "https://github.com/apps/ci" },
    ...{ created_at: "2020-01-01T00:00:00Z", updated_at: "2020-01-01T00:00:00Z", permissions: {}, events: [] },
  };
}

/** `GET /commits/{sha}/status`: without a status the combined state is `pending`. */
export function combinedStatusJson(place: Place, sha: string, checked: Checked | undefined): Fields {
  const statuses = checked ? [statusJson(place, sha, checked)] : [];
  const url = `${repositoryUrl(place)}/commits/${sha}`;
  return {
    ...{ state: checked?.status ?? "pending", statuses, sha, total_count: statuses.length },
    ...{ repository: repositoryJson(place), commit_url: url, url: `${url}/status` },
  };
}

function statusJson(place: Place, sha: string, { status, beganAt }: Checked): Fields {
  const id = idOf(`status ${sha}`);
  return {
    ...{ url: `${repositoryUrl(place)}/statuses/${sha}`, avatar_url: "https://github.com/gocd.png", id },
    ...{ node_id: nodeId(`Status ${id}`), state: status, description: null, context: statusName },
    ...{ target_url: `https://go.example:8154/go/tab/build/detail/lint/${id}` },
    ...{ created_at: instant(beganAt), updated_at: instant(beganAt) },
  };
}

/** `GET /git/ref/heads/{branch}` */
export function refJson(place: Place, ref: string, sha: string): Fields {
  const url = `${repositoryUrl(place)}/git/${ref}`;
  const object = { type: "commit", sha, url: `${repositoryUrl(place)}/git/commits/${sha}` };
  return { ref, node_id: nodeId(`Ref ${place.repository} ${ref}`), url, object };
}
