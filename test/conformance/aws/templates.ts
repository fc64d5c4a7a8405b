import assert from "node:assert/strict";
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  DeleteLaunchTemplateCommand,
  DeleteTagsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeTagsCommand,
  ModifyLaunchTemplateCommand,
} from "@aws-sdk/client-ec2";
import { type Bench, type Case, failsWith, present } from "./case.ts";

function data({ image }: Bench) {
  const disk = { DeviceName: "/dev/xvda", Ebs: { VolumeSize: 20, VolumeType: "gp3" as const } };
  const metadata = { HttpTokens: "required" as const, HttpPutResponseHopLimit: 2 };
  const tags = [{ ResourceType: "volume" as const, Tags: [{ Key: "Role", Value: "mesos-on-demand" }] }];
  return {
    ImageId: image,
    InstanceType: "m5.large" as const,
    UserData: Buffer.from("{}").toString("base64"),
    BlockDeviceMappings: [disk],
    MetadataOptions: metadata,
    TagSpecifications: tags,
  };
}

async function make(bench: Bench, what: string): Promise<string> {
  const input = { LaunchTemplateName: bench.name(what), LaunchTemplateData: data(bench), VersionDescription: "first" };
  const { LaunchTemplate } = await bench.ec2.send(new CreateLaunchTemplateCommand(input));
  return present(LaunchTemplate?.LaunchTemplateId);
}

export const templateCases: readonly Case[] = [
  {
    name: "a launch template gives back what it was made of",
    async run(bench) {
      const LaunchTemplateId = await make(bench, "template");
      await failsWith("InvalidLaunchTemplateName.AlreadyExistsException", make(bench, "template"));
      const answer = await bench.ec2.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId }));
      const [version] = present(answer.LaunchTemplateVersions);
      assert.deepEqual(
        [version?.VersionNumber, version?.VersionDescription, version?.DefaultVersion],
        [1, "first", true],
      );
      const given = data(bench);
      const kept = present(version?.LaunchTemplateData);
      assert.equal(kept.ImageId, given.ImageId);
      assert.equal(kept.UserData, given.UserData);
      assert.equal(kept.BlockDeviceMappings?.[0]?.Ebs?.VolumeSize, 20);
      assert.equal(kept.MetadataOptions?.HttpTokens, "required");
      assert.deepEqual(kept.TagSpecifications?.[0]?.Tags, [{ Key: "Role", Value: "mesos-on-demand" }]);
      await bench.ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId }));
    },
  },
  {
    name: "versions count up, the default is chosen, names are found",
    async run(bench) {
      const { ec2, name } = bench;
      const LaunchTemplateId = await make(bench, "versions");
      const change = { LaunchTemplateId, LaunchTemplateData: { ...data(bench), InstanceType: "m5.xlarge" as const } };
      const made = await ec2.send(new CreateLaunchTemplateVersionCommand(change));
      assert.equal(made.LaunchTemplateVersion?.VersionNumber, 2);
      await ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId, DefaultVersion: "2" }));
      const LaunchTemplateNames = [name("versions")];
      const [template] = present(
        (await ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateNames }))).LaunchTemplates,
      );
      assert.deepEqual([template?.DefaultVersionNumber, template?.LatestVersionNumber], [2, 2]);
      const latest = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: ["$Latest"] });
      const [version] = present((await ec2.send(latest)).LaunchTemplateVersions);
      assert.equal(version?.LaunchTemplateData?.InstanceType, "m5.xlarge");
      await ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId }));
    },
  },
  {
    name: "an unknown launch template id is refused",
    butNotMoto: "moto answers with the code for an unknown name",
    async run({ ec2 }) {
      const unknown = new DeleteLaunchTemplateCommand({ LaunchTemplateId: "lt-0123456789abcdef0" });
      await failsWith("InvalidLaunchTemplateId.NotFound", ec2.send(unknown));
    },
  },
  {
    name: "an unknown launch template name is refused",
    async run({ ec2, name }) {
      const unknown = new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: [name("nothing")] });
      await failsWith("InvalidLaunchTemplateName.NotFoundException", ec2.send(unknown));
    },
  },
  {
    name: "a client token makes one launch template",
    butNotMoto: "moto does not look at client tokens",
    async run(bench) {
      const input = {
        LaunchTemplateName: bench.name("token-template"),
        LaunchTemplateData: data(bench),
        ClientToken: bench.name("lt"),
      };
      const first = await bench.ec2.send(new CreateLaunchTemplateCommand(input));
      const second = await bench.ec2.send(new CreateLaunchTemplateCommand(input));
      assert.equal(second.LaunchTemplate?.LaunchTemplateId, first.LaunchTemplate?.LaunchTemplateId);
    },
  },
  {
    name: "tags are put, found, overwritten and taken off",
    async run({ ec2, subnets, name }) {
      const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: subnets[0].zone, Size: 5 }));
      const Resources = [present(VolumeId)];
      const seen = async () => {
        const Filters = [{ Name: "resource-id", Values: Resources }];
        const { Tags = [] } = await ec2.send(new DescribeTagsCommand({ Filters }));
        return Tags.map((tag) => [tag.Key, tag.Value, tag.ResourceType]).sort();
      };
      await ec2.send(
        new CreateTagsCommand({
          Resources,
          Tags: [
            { Key: "Name", Value: "a" },
            { Key: "Role", Value: "r" },
          ],
        }),
      );
      await ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key: "Name", Value: name('<&">') }] }));
      assert.deepEqual(await seen(), [
        ["Name", name('<&">'), "volume"],
        ["Role", "r", "volume"],
      ]);
      await ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: "Role" }, { Key: "Name", Value: "other" }] }));
      assert.deepEqual(await seen(), [["Name", name('<&">'), "volume"]]);
    },
  },
  {
    name: "tags whose keys begin with aws: are refused",
    butNotMoto: "moto takes them",
    async run({ ec2, subnets }) {
      const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: subnets[0].zone, Size: 5 }));
      const reserved = new CreateTagsCommand({
        Resources: [present(VolumeId)],
        Tags: [{ Key: "aws:mine", Value: "" }],
      });
      await failsWith("InvalidParameterValue", ec2.send(reserved));
    },
  },
  {
    name: "a tag for nothing is refused",
    async run({ ec2 }) {
      const nothing = new CreateTagsCommand({
        Resources: ["vol-0123456789abcdef0"],
        Tags: [{ Key: "Name", Value: "" }],
      });
      await failsWith("InvalidVolume.NotFound", ec2.send(nothing));
    },
  },
];
