import { AwsError } from "../wire/error.ts";
import type { Parameters } from "../wire/parameters.ts";
import { type Ground, newId, Shelf, type Tags, type Thing } from "./ground.ts";

export interface TemplateVersion {
  readonly number: number;
  readonly description: string | undefined;
  readonly madeAt: number;
  /** The launch template data as it was given: not checked until a launch, as on EC2. */
  readonly data: Parameters;
}

export interface LaunchTemplate extends Thing {
  readonly name: string;
  readonly versions: TemplateVersion[];
  defaultVersion: number;
}

/** Launch templates with their versions, which never change. */
export class Templates {
  readonly shelf: Shelf<LaunchTemplate>;
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.shelf = new Shelf(ground, "InvalidLaunchTemplateId.NotFound", "specified launch template, with template ID");
  }

  /** @throws AwsError `InvalidLaunchTemplateName.AlreadyExistsException` */
  create(name: string, description: string | undefined, data: Parameters, tags: Tags): LaunchTemplate {
    if (this.shelf.all().some((template) => template.name === name))
      throw new AwsError("InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.");
    const bornAt = this.#ground.time.now();
    const versions = [{ number: 1, description, madeAt: bornAt, data }];
    const id = newId(this.#ground, "lt");
    return this.shelf.put({ id, bornAt, tags: new Map(tags), name, versions, defaultVersion: 1 });
  }

  addVersion(template: LaunchTemplate, description: string | undefined, data: Parameters): TemplateVersion {
    const number = latestOf(template) + 1;
    const version = { number, description, madeAt: this.#ground.time.now(), data };
    template.versions.push(version);
    return version;
  }

  /** By id or by name. @throws AwsError `…NotFound…`, `MissingParameter` */
  seek(id: string | undefined, name: string | undefined): LaunchTemplate {
    if (id) return this.shelf.seek(id);
    if (!name)
      throw new AwsError(
        "MissingParameter",
        "Either a launch template ID or a launch template name must be specified.",
      );
    const found = this.shelf.visible().find((template) => template.name === name);
    if (found) return found;
    const message = `The specified launch template, with template name ${name}, does not exist.`;
    throw new AwsError("InvalidLaunchTemplateName.NotFoundException", message);
  }

  /** `$Latest`, `$Default` (also when absent) or a number. @throws AwsError `InvalidLaunchTemplateId.VersionNotFound` */
  version(template: LaunchTemplate, wanted: string | undefined): TemplateVersion {
    const number = versionNumber(template, wanted);
    const found = template.versions.find((version) => version.number === number);
    if (found) return found;
    const message = `Could not find the specified version ${wanted} for the launch template with ID ${template.id}.`;
    throw new AwsError("InvalidLaunchTemplateId.VersionNotFound", message);
  }
}

export function latestOf(template: LaunchTemplate): number {
  return Math.max(...template.versions.map((version) => version.number));
}

function versionNumber(template: LaunchTemplate, wanted: string | undefined): number {
  if (wanted === undefined || wanted === "$Default") return template.defaultVersion;
  return wanted === "$Latest" ? latestOf(template) : Number(wanted);
}
