/** What a registry wants before it answers. Source: CNCF Distribution, "Token Authentication Specification". */
export type Challenge =
  | { readonly scheme: "basic" }
  | { readonly scheme: "bearer"; readonly realm: URL; readonly service?: string; readonly scope?: string };

/** Of a `WWW-Authenticate` header; `undefined` for one that is not understood. */
export function challengeIn(header: string | undefined): Challenge | undefined {
  const [, scheme = "", rest = ""] = /^\s*([\w-]+)\s*(.*)$/s.exec(header ?? "") ?? [];
  if (/^basic$/i.test(scheme)) return { scheme: "basic" };
  if (!/^bearer$/i.test(scheme)) return undefined;
  const { realm, service, scope } = parametersIn(rest);
  const url = realm === undefined ? null : URL.parse(realm);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  return { scheme: "bearer", realm: url, ...(service && { service }), ...(scope && { scope }) };
}

/** `realm="https://…",service="…",scope="repository:a:pull,push"`: a value in quotes may hold commas. */
function parametersIn(text: string): Readonly<Partial<Record<string, string>>> {
  const pairs = text.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g);
  return Object.fromEntries([...pairs].map(([, name = "", inQuotes, bare]) => [name.toLowerCase(), inQuotes ?? bare]));
}

/** Where a token is asked for: the realm with the service, and the right to pull that one image. */
export function tokenPath({ realm, service, scope }: Challenge & { readonly scheme: "bearer" }, image: string): string {
  const query = new URLSearchParams(realm.search);
  if (service) query.set("service", service);
  query.set("scope", scope ?? `repository:${image}:pull`);
  return `${realm.pathname}?${query}`;
}
