import { AwsError } from "../wire/error.ts";
import { type Ground, newId, Shelf, type Tags, type Thing } from "./ground.ts";

/** One rule: a protocol, ports and one source. */
export interface Rule {
  /** `tcp`, `udp`, `icmp` or `-1` for all. */
  readonly protocol: string;
  /** Absent for all protocols. */
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  readonly source: { readonly cidr: string } | { readonly group: string };
  readonly description: string | undefined;
}

export interface SecurityGroup extends Thing {
  readonly name: string;
  readonly description: string;
  readonly vpc: string;
  ingress: readonly Rule[];
}

function keyOf(rule: Rule): string {
  const source = "cidr" in rule.source ? rule.source.cidr : rule.source.group;
  return [rule.protocol, rule.fromPort ?? "", rule.toPort ?? "", source].join(" ");
}

/** The security groups of the VPC. Rules are kept one source each, as EC2 counts them. */
export class SecurityGroups {
  readonly shelf: Shelf<SecurityGroup>;
  readonly #ground: Ground;
  readonly #isInUse: (group: string) => boolean;

  constructor(ground: Ground, isInUse: (group: string) => boolean) {
    this.#ground = ground;
    this.#isInUse = isInUse;
    this.shelf = new Shelf(ground, "InvalidGroup.NotFound", "security group");
    this.#put("default", "default VPC security group", new Map(), 0);
  }

  /** @throws AwsError `InvalidGroup.Duplicate` */
  create(name: string, description: string, tags: Tags): SecurityGroup {
    if (this.shelf.all().some((group) => group.name === name))
      throw new AwsError(
        "InvalidGroup.Duplicate",
        `The security group '${name}' already exists for VPC '${this.#vpc}'`,
      );
    return this.#put(name, description, tags, this.#ground.time.now());
  }

  default(): SecurityGroup {
    const found = this.shelf.all().find((group) => group.name === "default");
    if (found) return found;
    throw new Error("the VPC has lost its default security group");
  }

  /** @throws AwsError `InvalidPermission.Duplicate`: then none is added. */
  authorize(group: SecurityGroup, rules: readonly Rule[]): void {
    const known = new Set(group.ingress.map(keyOf));
    const duplicate = rules.find((rule) => known.has(keyOf(rule)));
    if (duplicate)
      throw new AwsError("InvalidPermission.Duplicate", `the specified rule "${keyOf(duplicate)}" already exists`);
    for (const rule of rules) if ("group" in rule.source) this.shelf.seek(rule.source.group);
    group.ingress = [...group.ingress, ...rules];
  }

  /** @throws AwsError `InvalidPermission.NotFound`: then none is removed. */
  revoke(group: SecurityGroup, rules: readonly Rule[]): void {
    const known = new Set(group.ingress.map(keyOf));
    if (rules.some((rule) => !known.has(keyOf(rule))))
      throw new AwsError("InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
    const gone = new Set(rules.map(keyOf));
    group.ingress = group.ingress.filter((rule) => !gone.has(keyOf(rule)));
  }

  /** @throws AwsError `DependencyViolation` while an interface or another group's rule has it. */
  delete(group: SecurityGroup): void {
    const isNamed = this.shelf.all().some((other) => other !== group && this.#names(other, group.id));
    if (isNamed || this.#isInUse(group.id))
      throw new AwsError("DependencyViolation", `resource ${group.id} has a dependent object`);
    this.shelf.remove(group.id);
  }

  #names(group: SecurityGroup, id: string): boolean {
    return group.ingress.some((rule) => "group" in rule.source && rule.source.group === id);
  }

  get #vpc(): string {
    return this.#ground.place.vpc.id;
  }

  #put(name: string, description: string, tags: Tags, bornAt: number): SecurityGroup {
    const id = newId(this.#ground, "sg");
    return this.shelf.put({ id, bornAt, tags: new Map(tags), name, description, vpc: this.#vpc, ingress: [] });
  }
}
