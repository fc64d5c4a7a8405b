import type { Call, Command } from "../hosts/command.ts";
import { type Play, pass } from "../hosts/play.ts";
import type { SiteVolume } from "../site/volumes.ts";
import { newestImage } from "./image.ts";
import { projectOf } from "./project.ts";
import {
  error,
  fullName,
  info,
  type Known,
  type Options,
  optionsIn,
  refusalOf,
  setRoger,
  shortName,
  stage,
  usage,
} from "./wrapper.ts";

const known: Known = {
  valued: {
    ...{ "-g": "-g", "--foreman-hostgroup": "-g", "-i": "-i", "--nova-image": "-i" },
    ...same("--foreman-environment", "--nova-sshkey", "--nova-availabilityzone", "--nova-flavor"),
    ...same("--landb-mainuser", "--landb-responsible", "--nova-attach-new-volume", "--nova-parameter"),
  },
  bare: ["--cc7", "--alma9", "-v"],
};

function same(...options: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(options.map((option) => [option, option]));
}

/** Name (5), Foreman (10), certmgr (20), Cinder and Nova (30), Roger; what fails late takes the record back (sheet, section 2). */
export const aiBs: Command = { name: "ai-bs", on: "gateway", isLook: () => false, play: (call) => create(call) };

function* create(call: Call): Play {
  const { site } = call;
  const options = optionsIn(call.words, known);
  const [name, ...more] = options?.names ?? [];
  if (!options || name === undefined || more.length > 0) return yield* usage("ai-bs", call.words);
  const host = fullName(call, name);
  if (!/^[a-z][a-z0-9-]{0,59}$/.test(shortName(name))) {
    yield error(`'${host}' is not a valid host name`);
    return 5;
  }
  yield info(`Adding '${host}' to Foreman...`);
  yield pass(3);
  const hostgroup = only(options, "-g") ?? "";
  const environment = only(options, "--foreman-environment") ?? "production";
  const taken = refusalOf(() => void site.foreman.create({ name: host, hostgroup, environment }));
  if (taken !== undefined) {
    yield error(`Foreman: ${taken}`);
    return 10;
  }
  yield* stage(host);
  const code = yield* boot(call, options, host);
  if (code !== 0) site.foreman.remove(host);
  else yield* setRoger(host, "build");
  return code;
}

function only({ values }: Options, option: string): string | undefined {
  return values.get(option)?.at(-1);
}

/** The new volumes, then the server with them; the volumes stay when there will be no server. */
function* boot(call: Call, options: Options, host: string): Play {
  const { site } = call;
  const attached: { id: string; device: string; isDeletedOnTermination: boolean }[] = [];
  for (const [index, text] of (options.values.get("--nova-attach-new-volume") ?? []).entries()) {
    const wish = volumeIn(text);
    if (!wish) return yield* failed(`'${text}' is no volume`);
    const volume = site.volumes.create({ ...wish.spec, name: `${host}_vol_${String(index + 1).padStart(3, "0")}` });
    yield info(`Volume ${volume.id} of ${volume.sizeGiB} GB requested`);
    yield* untilAvailable(volume);
    attached.push({ id: volume.id, device: wish.device, isDeletedOnTermination: wish.isDeletedOnTermination });
  }
  const imageId = newestImage(site, options.values);
  if (imageId === undefined) return yield* failed("no image fits");
  if (projectOf(call).id !== site.ground.environment.openstack.project.id) return yield* failed("Quota exceeded");
  const flavor = only(options, "--nova-flavor") ?? "m2.small";
  if (!site.catalogue.flavors.some((each) => each.name === flavor)) return yield* failed(`no flavor ${flavor}`);
  const spec = { name: shortName(host), flavor, imageId, keyName: only(options, "--nova-sshkey") };
  const zone = only(options, "--nova-availabilityzone");
  const refusal = refusalOf(
    () => void site.servers.create({ ...spec, zone, metadata: metadataOf(call, options), volumes: attached }),
  );
  if (refusal !== undefined) return yield* failed(refusal);
  yield pass(2);
  yield info(`Request for server '${spec.name}' accepted; it may take up to half an hour until it is configured`);
  return 0;
}

function* failed(why: string): Play {
  yield error(`Nova: ${why}`);
  return 30;
}

function* untilAvailable(volume: SiteVolume): Play {
  while (volume.status === "creating") yield pass(5);
  return 0;
}

function metadataOf(call: Call, options: Options): Readonly<Record<string, string>> {
  const project = projectOf(call);
  return {
    "landb-mainuser": only(options, "--landb-mainuser") ?? "operator",
    "landb-responsible": only(options, "--landb-responsible") ?? "operator",
    "tenant-name": project.name,
    "tenant-id": project.id,
  };
}

/** `vdb=500GB:type=io1`, `vdb=1TB:delete-on-terminate` */
function volumeIn(text: string) {
  const [, name, size, unit, more = ""] = /^(vd[b-z])=(\d+)(GB|TB)((?::[^:]+)*)$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const type = /:type=([^:]+)/.exec(more)?.[1];
  const sizeGiB = Number(size) * (unit === "TB" ? 1000 : 1);
  return {
    device: `/dev/${name}`,
    isDeletedOnTermination: more.includes(":delete-on-terminate"),
    spec: { sizeGiB, type },
  };
}
