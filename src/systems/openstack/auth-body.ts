import type { Fields } from "../../model/json.ts";
import { textAt } from "../../model/json-at.ts";
import { cloudError } from "./error.ts";

/** For people: whom the settings name. */
export function userOf(cloud: Fields): string {
  const names = ["username", "user_id", "application_credential_name", "application_credential_id"];
  const name = names.map((each) => textAt(cloud, "auth", each)).find((each) => each);
  return name ?? "a token";
}

/** The `identity` of a request for a token. Secret. */
export function identityOf(cloud: Fields, from: string): Fields {
  const given = (name: string) => textAt(cloud, "auth", name);
  const type = (textAt(cloud, "auth_type") ?? "").replace(/^v3/, "");
  const secret = given("application_credential_secret");
  if (secret && (type === "" || type === "applicationcredential" || type === "password")) {
    return { methods: ["application_credential"], application_credential: credentialOf(cloud, secret) };
  }
  const [token, password] = [given("token"), given("password")];
  if (token && (type === "token" || !password)) return { methods: ["token"], token: { id: token } };
  if (password) return { methods: ["password"], password: { user: { ...personOf(cloud), password } } };
  throw cloudError(
    "cloud-credentials",
    `${from} has no secret`,
    "password, token or application credential is missing",
  );
}

function credentialOf(cloud: Fields, secret: string): Fields {
  const id = textAt(cloud, "auth", "application_credential_id");
  if (id) return { id, secret };
  return { name: textAt(cloud, "auth", "application_credential_name") ?? "", secret, user: personOf(cloud) };
}

function personOf(cloud: Fields): Fields {
  const id = textAt(cloud, "auth", "user_id");
  if (id) return { id };
  return { name: textAt(cloud, "auth", "username") ?? "", domain: domainOf(cloud, "user") };
}

/** The `scope`: a project by its id, else by its name in its domain. */
export function scopeOf(cloud: Fields): Fields {
  const id = textAt(cloud, "auth", "project_id");
  if (id) return { project: { id } };
  const name = textAt(cloud, "auth", "project_name") ?? textAt(cloud, "auth", "tenant_name") ?? "";
  return { project: { name, domain: domainOf(cloud, "project") } };
}

function domainOf(cloud: Fields, whose: "user" | "project"): Fields {
  const id = textAt(cloud, "auth", `${whose}_domain_id`);
  if (id) return { id };
  const name = textAt(cloud, "auth", `${whose}_domain_name`);
  return name ? { name } : { id: textAt(cloud, "auth", "default_domain") ?? "default" };
}
