import { attributeOperations } from "./ec2/attributes.ts";
import { groupOperations } from "./ec2/groups.ts";
import { imageOperations } from "./ec2/images.ts";
import { instanceOperations } from "./ec2/instances.ts";
import { interfaceOperations } from "./ec2/interfaces.ts";
import { subnetOperations } from "./ec2/subnets.ts";
import { tagOperations } from "./ec2/tags.ts";
import { templateOperations } from "./ec2/templates.ts";
import { volumeOperations } from "./ec2/volumes.ts";
import { ec2Service } from "./protocol.ts";

/** Amazon EC2, API version 2016-11-15. */
export const ec2 = ec2Service({
  ...instanceOperations,
  ...attributeOperations,
  ...volumeOperations,
  ...interfaceOperations,
  ...groupOperations,
  ...subnetOperations,
  ...imageOperations,
  ...templateOperations,
  ...tagOperations,
});
