import { rootDevice } from "../model/instances.ts";
import type { Operation, Operations } from "../protocol.ts";
import { AwsError } from "../wire/error.ts";
import { filtered } from "../wire/filters.ts";
import type { Xml } from "../wire/xml.ts";
import { filtersOf } from "./describe.ts";

function describeImage(id: string): Xml {
  const root = { volumeSize: 8, deleteOnTermination: true, volumeType: "gp3", encrypted: false };
  return {
    imageId: id,
    imageLocation: "rehearsal/flatcar-stable",
    imageState: "available",
    isPublic: true,
    architecture: "x86_64",
    imageType: "machine",
    name: "Flatcar-stable",
    description: "Flatcar Container Linux stable (rehearsal)",
    rootDeviceType: "ebs",
    rootDeviceName: rootDevice,
    virtualizationType: "hvm",
    hypervisor: "xen",
    enaSupport: true,
    blockDeviceMapping: [{ deviceName: rootDevice, ebs: root }],
    tagSet: [],
  };
}

const describeImages: Operation = (parameters, world) => {
  const known = world.ground.place.images;
  const wanted = parameters.texts("ImageId");
  const stranger = wanted.find((id) => !known.includes(id));
  if (stranger) throw new AwsError("InvalidAMIID.NotFound", `The image id '[${stranger}]' does not exist`);
  const found = filtered(wanted.length > 0 ? wanted : known, parameters, (id) =>
    filtersOf(new Map(), { "image-id": [id], state: ["available"], architecture: ["x86_64"] }),
  );
  return { imagesSet: found.map(describeImage) };
};

export const imageOperations: Operations = { DescribeImages: describeImages };
