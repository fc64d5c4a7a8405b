import assert from "node:assert/strict";

export interface RegistryBench {
  readonly url: string;
  /** An image that is there, and its only or one of its tags. */
  readonly image: string;
  readonly tag: string;
}

type Ask = (method: string, path: string, accept?: string) => Promise<Response>;

export interface RegistryCase {
  readonly name: string;
  run(bench: RegistryBench, ask: Ask): Promise<void>;
}

const index = "application/vnd.oci.image.index.v1+json";
const manifests = `${index}, application/vnd.oci.image.manifest.v1+json`;

/** What the console relies on, alike on the rehearsal and on a real registry. */
export const registryCases: readonly RegistryCase[] = [
  {
    name: "nothing is told without a token, and the challenge says where there is one",
    async run({ url, image, tag }) {
      const answer = await fetch(`${url}/v2/${image}/manifests/${tag}`, { method: "HEAD" });
      const challenge = answer.headers.get("www-authenticate") ?? "";
      assert.equal(answer.status, 401);
      assert.match(challenge, /^Bearer realm="[^"]+\/token",service="[^"]+",scope="repository:.+:pull"$/);
    },
  },
  {
    name: "a tag that is there has a digest",
    async run({ image, tag }, ask) {
      const head = await ask("HEAD", `/v2/${image}/manifests/${tag}`, manifests);
      assert.equal(head.status, 200);
      assert.match(head.headers.get("docker-content-digest") ?? "", /^sha256:[0-9a-f]{64}$/);
      assert.match(head.headers.get("content-type") ?? "", /^application\/vnd\.oci\.image\./);
      assert.equal(await head.text(), "");
    },
  },
  {
    name: "a tag that is not there is not found",
    async run({ image }, ask) {
      assert.equal((await ask("HEAD", `/v2/${image}/manifests/no-such`, manifests)).status, 404);
      const got = await ask("GET", `/v2/${image}/manifests/no-such`, manifests);
      const body = (await got.json()) as { errors: { code: string }[] };
      assert.deepEqual([got.status, body.errors[0]?.code], [404, "MANIFEST_UNKNOWN"]);
    },
  },
  {
    name: "the tags of an image are listed",
    async run({ image, tag }, ask) {
      const listed = await ask("GET", `/v2/${image}/tags/list?n=1000`);
      const body = (await listed.json()) as { name: string; tags: string[] };
      assert.deepEqual([listed.status, body.name, body.tags.includes(tag)], [200, image, true]);
    },
  },
];

/** Asks with a token for that image. */
export async function registryAskerOf(
  { url, image, tag }: RegistryBench,
  tokenUrl: (realm: string) => string,
): Promise<Ask> {
  const challenge = (await fetch(`${url}/v2/${image}/manifests/${tag}`)).headers.get("www-authenticate") ?? "";
  const { realm = "", service = "" } = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
  const query = new URLSearchParams({ service, scope: `repository:${image}:pull` });
  const { token } = (await (await fetch(`${tokenUrl(realm)}?${query}`)).json()) as { token: string };
  return (method, path, accept = "*/*") =>
    fetch(`${url}${path}`, { method, headers: { accept, authorization: `Bearer ${token}` } });
}
