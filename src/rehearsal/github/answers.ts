import type { Json } from "../../model/json.ts";
import type { Refusal } from "./pull.ts";

const documentation = "https://docs.github.com/rest";

export function answered(body: Json, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { "content-type": "application/json; charset=utf-8", ...headers } });
}

export function refused({ status, message, errors }: Refusal): Response {
  const list = errors ? { errors: errors.map((error) => ({ ...error })) } : {};
  const isBasic = status === 403 || status === 404;
  const body = { message, ...list, documentation_url: documentation, ...(isBasic && { status: String(status) }) };
  return answered(body, status);
}

export function notFound(): Response {
  return refused({ status: 404, message: "Not Found" });
}

/** One page of a list, with the addresses of the others in `Link`. */
export function paged(
  rows: readonly Json[],
  address: URL,
  wrap: (page: readonly Json[]) => Json = (page) => page,
): Response {
  const size = Math.min(100, Math.max(1, numberIn(address, "per_page") ?? 30));
  const page = Math.max(1, numberIn(address, "page") ?? 1);
  const last = Math.max(1, Math.ceil(rows.length / size));
  const links = page < last ? { link: `${linkTo(address, page + 1, "next")}, ${linkTo(address, last, "last")}` } : {};
  return answered(wrap(rows.slice((page - 1) * size, page * size)), 200, links);
}

function numberIn({ searchParams }: URL, name: string): number | undefined {
  const text = searchParams.get(name);
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

function linkTo(address: URL, page: number, rel: string): string {
  const to = new URL(`${address.pathname}${address.search}`, "https://api.github.com");
  to.searchParams.set("page", String(page));
  return `<${to.href}>; rel="${rel}"`;
}
