import { OpsError } from "../../model/error.ts";

/** EC2 takes at most 16 KB of user data before base64. */
const mostBytes = 16 * 1024;

/**
 * User data as EC2 takes it. `${volume:NAME}` becomes the volume's id without its dash, as it appears in
 * `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0abc`.
 */
export function encodedUserData(text: string, volumeIds: Readonly<Record<string, string>> = {}): string {
  const filled = text.replace(/\$\{volume:([^}]+)\}/g, (_, name: string) => {
    const id = volumeIds[name];
    if (id === undefined) throw unfit(`it speaks of the volume ${name}, which this host does not have`);
    return id.replace("-", "");
  });
  const bytes = Buffer.from(filled, "utf8");
  if (bytes.length > mostBytes) throw unfit(`it has ${bytes.length} bytes, EC2 takes ${mostBytes}`);
  return bytes.toString("base64");
}

function unfit(why: string): OpsError {
  return new OpsError({
    code: "unfit-user-data",
    reason: "usage",
    what: "the user data cannot be given to EC2",
    why,
    next: "correct the recipe that composes it",
  });
}
