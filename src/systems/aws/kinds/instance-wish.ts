import type { InstanceFields } from "../../../model/aws-kinds.ts";
import type { Json } from "../../../model/json.ts";
import { fieldsOf } from "../fields.ts";

/** A master as it should be; `userData` is the digest of its text. */
export type MasterWish = Omit<InstanceFields, "userData"> & { readonly userData: string };

export function masterWish(desired: Json, name: string): MasterWish {
  const fields = fieldsOf(desired, `instance ${name}`);
  return {
    image: fields.text("image"),
    type: fields.text("type"),
    zone: fields.text("zone"),
    networkInterface: fields.text("networkInterface"),
    volume: fields.text("volume"),
    device: fields.text("device"),
    profile: fields.text("profile"),
    rootGiB: fields.number("rootGiB"),
    userData: fields.document("userData"),
    mesosVersion: fields.text("mesosVersion"),
    hasTerminationProtection: fields.flag("hasTerminationProtection"),
    metadataTokens: "required",
  };
}
