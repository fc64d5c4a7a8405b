import { createHash } from "node:crypto";
import { type Context, Hono } from "hono";
import type { Fields } from "../../model/json.ts";
import type { Builds } from "../gocd/builds.ts";
import { type Dag, Dags } from "./dags.ts";

export interface AirflowOptions {
  readonly builds: Builds;
  readonly username: string;
  readonly password: string;
}

/** `[api_auth] jwt_expiration_time`, in world time. */
const tokenLifeMs = 24 * 60 * 60 * 1000;
const pageAtMost = 100;

/** Airflow 3's API. Source: protocols sheet, section A1. */
export function airflowApp(options: AirflowOptions): Hono {
  const { builds } = options;
  const app = new Hono();
  const dags = new Dags(builds);
  app.notFound((context) => context.json({ detail: "Not Found" }, 404));
  app.get("/api/v2/version", (context) => context.json({ version: "3.0.2", git_version: null }));
  app.get("/api/v2/monitor/health", (context) => context.json(health(builds.now)));
  loginRoutes(app, options);
  app.get("/api/v2/dags", async (context) => {
    const all = await dags.all();
    const broken = await dags.broken(all);
    return paged(
      context,
      "dags",
      all.map((dag) => dagJson(dag, dags.isPaused(dag, all), dag.id === broken?.id)),
    );
  });
  app.patch("/api/v2/dags/:id", async (context) => pause(context, dags));
  app.get("/api/v2/importErrors", async (context) => {
    const broken = await dags.broken(await dags.all());
    return paged(context, "import_errors", broken ? [importErrorJson(broken, builds.now)] : []);
  });
  return app;
}

/** A token for the user and password; every other path wants one that lives. */
function loginRoutes(app: Hono, { builds, username, password }: AirflowOptions): void {
  const tokens = new Map<string, number>();
  app.post("/auth/token", async (context) => {
    const given = await context.req.json().catch(() => ({}));
    if (given?.username !== username || given?.password !== password) {
      return context.json({ detail: "Invalid credentials" }, 401);
    }
    const token = createHash("sha256").update(`${password} ${tokens.size}`).digest("base64url");
    tokens.set(token, builds.now + tokenLifeMs);
    return context.json({ access_token: token }, 201);
  });
  app.use("/api/v2/*", async (context, next) => {
    const token = /^Bearer (.+)$/.exec(context.req.header("authorization") ?? "")?.[1];
    const endsAt = tokens.get(token ?? "");
    if (endsAt !== undefined && endsAt > builds.now) return await next();
    if (token === undefined) return context.json({ detail: "Not authenticated" }, 401);
    if (endsAt !== undefined) return context.json({ detail: "Token Expired" }, 401);
    return context.json({ detail: "Invalid JWT token" }, 403);
  });
}

function health(now: number): Fields {
  const latest_scheduler_heartbeat = new Date(now).toISOString();
  return {
    metadatabase: { status: "healthy" },
    scheduler: { status: "healthy", latest_scheduler_heartbeat },
    triggerer: { status: "healthy", latest_triggerer_heartbeat: latest_scheduler_heartbeat },
    dag_processor: { status: "healthy", latest_dag_processor_heartbeat: latest_scheduler_heartbeat },
  };
}

function dagJson({ id, file }: Dag, is_paused: boolean, has_import_errors: boolean): Fields {
  return {
    dag_id: id,
    dag_display_name: id,
    is_paused,
    is_stale: false,
    has_import_errors,
    ...{ fileloc: `/opt/airflow/${file}`, relative_fileloc: file, owners: ["data-platform"], tags: [] },
    max_active_runs: 16,
  };
}

function importErrorJson({ file }: Dag, now: number): Fields {
  const trace = [
    "Traceback (most recent call last):",
    `  File "/opt/airflow/${file}", line 4, in <module>`,
    "    from jobs.versions import AURORA_CLIENT_VERSION, SABESP_VERSION",
    "ModuleNotFoundError: No module named 'jobs.versions'",
  ];
  const timestamp = new Date(now).toISOString();
  return {
    import_error_id: 1,
    timestamp,
    filename: `/opt/airflow/${file}`,
    bundle_name: "dags-folder",
    stack_trace: `${trace.join("\n")}\n`,
  };
}

async function pause(context: Context, dags: Dags): Promise<Response> {
  const body = await context.req.json().catch(() => undefined);
  const unknown = Object.keys(body ?? {}).find((key) => key !== "is_paused");
  if (typeof body?.is_paused !== "boolean" || unknown !== undefined) {
    const loc = ["body", unknown ?? "is_paused"];
    return context.json({ detail: [{ type: "extra_forbidden", loc, msg: "Extra inputs are not permitted" }] }, 422);
  }
  const all = await dags.all();
  const dag = all.find(({ id }) => id === context.req.param("id"));
  if (!dag) return context.json({ detail: `Dag with id: ${context.req.param("id")} was not found` }, 404);
  dags.pause(dag.id, body.is_paused);
  return context.json(dagJson(dag, body.is_paused, false));
}

/** 50 unless asked otherwise, 100 at most. */
function paged(context: Context, name: string, rows: readonly Fields[]): Response {
  const limit = Math.min(Number(context.req.query("limit") ?? 50), pageAtMost);
  const offset = Number(context.req.query("offset") ?? 0);
  return context.json({ [name]: rows.slice(offset, offset + limit), total_entries: rows.length });
}
