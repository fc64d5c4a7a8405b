import type { Scene } from "./case.ts";

/** Somebody renames a fixed host to `spare`. */
export async function renameToSpare(scene: Scene): Promise<void> {
  await scene.ec2.createTags({
    Resources: [await scene.instance("mesos-fixed-test-a")],
    Tags: [{ Key: "Name", Value: "spare" }],
  });
}
