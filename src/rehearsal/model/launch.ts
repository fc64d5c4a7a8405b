import type { Subnet } from "../seed.ts";
import { AwsError } from "../wire/error.ts";
import { Parameters } from "../wire/parameters.ts";
import type { Ground } from "./ground.ts";
import { type Disk, type Launch, type MetadataOptions, rootDevice } from "./instances.ts";
import type { Network, NetworkInterface } from "./network.ts";
import { tagsByType } from "./tags.ts";
import type { Templates } from "./templates.ts";

const largestUserDataBytes = 16_384;

/** Checks what instances are to be launched with, in the words of `RunInstances` and of launch template data. */
export class Launches {
  readonly #ground: Ground;
  readonly #network: Network;
  readonly #templates: Templates;

  constructor(ground: Ground, network: Network, templates: Templates) {
    this.#ground = ground;
    this.#network = network;
    this.#templates = templates;
  }

  /** A launch by these parameters over those of the launch template that they name. */
  of(given: Parameters): Launch {
    const wanted = this.#withTemplate(given);
    const kept = this.#kept(wanted);
    const own = wanted.list("NetworkInterface")[0] ?? Parameters.empty();
    return {
      image: this.#image(wanted),
      type: wanted.text("InstanceType") ?? "m1.small",
      subnet: kept?.networkInterface.subnet ?? this.#subnet(own.text("SubnetId") ?? wanted.text("SubnetId")),
      groups: this.#groups([...own.texts("SecurityGroupId"), ...wanted.texts("SecurityGroupId")]),
      kept,
      profile: this.#profile(wanted.structure("IamInstanceProfile")),
      userData: userDataOf(wanted),
      disks: disksOf(wanted),
      tags: tagsByType(wanted),
      hasTerminationProtection: wanted.flag("DisableApiTermination") ?? false,
      metadata: metadataOf(wanted.structure("MetadataOptions")),
      market: wanted.structure("InstanceMarketOptions").text("MarketType") === "spot" ? "spot" : "on-demand",
      clientToken: given.text("ClientToken"),
    };
  }

  #withTemplate(given: Parameters): Parameters {
    const named = given.structure("LaunchTemplate");
    if (!given.has("LaunchTemplate")) return given;
    const template = this.#templates.seek(named.text("LaunchTemplateId"), named.text("LaunchTemplateName"));
    return this.#templates.version(template, named.text("Version")).data.under(given);
  }

  #image(wanted: Parameters): string {
    const image = wanted.required("ImageId");
    if (this.#ground.place.images.includes(image)) return image;
    throw new AwsError("InvalidAMIID.NotFound", `The image id '[${image}]' does not exist`);
  }

  #subnet(id: string | undefined): Subnet {
    if (id) return this.#network.subnet(id);
    throw new AwsError("MissingInput", "No subnets found for the default VPC. Please specify a subnet.");
  }

  #groups(ids: readonly string[]): readonly string[] {
    return [...new Set(ids)].map((id) => this.#network.groups.shelf.seek(id).id);
  }

  #profile(named: Parameters): string | undefined {
    const name = named.text("Name") ?? named.text("Arn")?.split("/").at(-1);
    if (name === undefined || this.#ground.place.profiles.includes(name)) return name;
    const message = `Value (${name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`;
    throw new AwsError("InvalidParameterValue", message);
  }

  #kept(wanted: Parameters): { networkInterface: NetworkInterface; isDeletedOnTermination: boolean } | undefined {
    const own = wanted.list("NetworkInterface")[0];
    if (own && (wanted.has("SubnetId") || wanted.has("SecurityGroupId"))) throw topLevelNetwork();
    const id = own?.text("NetworkInterfaceId");
    if (own === undefined || id === undefined) return undefined;
    const networkInterface = this.#network.interfaces.seek(id);
    return { networkInterface, isDeletedOnTermination: own.flag("DeleteOnTermination") ?? false };
  }
}

function topLevelNetwork(): AwsError {
  const message =
    "Network interfaces and an instance-level subnet ID or security groups may not be specified on the same request";
  return new AwsError("InvalidParameterCombination", message);
}

function userDataOf(wanted: Parameters): string | undefined {
  const text = wanted.text("UserData");
  if (text === undefined || text === "") return undefined;
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64").replaceAll("=", "") !== text.replaceAll("=", ""))
    throw new AwsError("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
  if (bytes.length > largestUserDataBytes)
    throw new AwsError("InvalidParameterValue", `User data is limited to ${largestUserDataBytes} bytes`);
  return text;
}

function diskOf(mapping: Parameters): Disk {
  const ebs = mapping.structure("Ebs");
  const device = mapping.required("DeviceName");
  return {
    device,
    sizeGiB: ebs.number("VolumeSize") ?? 8,
    type: ebs.text("VolumeType") ?? "gp3",
    isEncrypted: ebs.flag("Encrypted") ?? false,
    isDeletedOnTermination: ebs.flag("DeleteOnTermination") ?? device === rootDevice,
  };
}

/** The mapped disks, and the image's own root disk when it was not mapped. */
function disksOf(wanted: Parameters): readonly Disk[] {
  const disks = wanted.list("BlockDeviceMapping").map(diskOf);
  const root = { device: rootDevice, sizeGiB: 8, type: "gp3", isEncrypted: false, isDeletedOnTermination: true };
  return disks.some((disk) => disk.device === rootDevice) ? disks : [root, ...disks];
}

function metadataOf(options: Parameters): MetadataOptions {
  return { tokens: options.text("HttpTokens") ?? "optional", hopLimit: options.number("HttpPutResponseHopLimit") ?? 1 };
}
