import assert from "node:assert/strict";
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DescribeImagesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { type Bench, type Case, failsWith, present, tags } from "./case.ts";

async function makeGroup({ ec2, vpc, name }: Bench, what: string): Promise<string> {
  const GroupName = name(what);
  const command = {
    GroupName,
    Description: "conformance",
    VpcId: vpc,
    TagSpecifications: tags("security-group", GroupName),
  };
  return present((await ec2.send(new CreateSecurityGroupCommand(command))).GroupId);
}

const http = { IpProtocol: "tcp", FromPort: 5050, ToPort: 5050, IpRanges: [{ CidrIp: "10.0.0.0/8" }] };

export const networkCases: readonly Case[] = [
  {
    name: "the VPC, its subnets and the image are described by id and by filter",
    async run({ ec2, vpc, subnets, image }) {
      const [first] = subnets;
      const vpcs = await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpc] }));
      assert.equal(vpcs.Vpcs?.[0]?.VpcId, vpc);
      const found = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [first.subnet] }));
      assert.equal(found.Subnets?.[0]?.AvailabilityZone, first.zone);
      const filter = { Name: "availability-zone", Values: [first.zone] };
      const byZone = await ec2.send(new DescribeSubnetsCommand({ Filters: [filter] }));
      assert.ok(byZone.Subnets?.some((subnet) => subnet.SubnetId === first.subnet));
      const images = await ec2.send(new DescribeImagesCommand({ ImageIds: [image] }));
      assert.equal(images.Images?.[0]?.State, "available");
      await failsWith(
        "InvalidSubnetID.NotFound",
        ec2.send(new DescribeSubnetsCommand({ SubnetIds: ["subnet-0123456789abcdef0"] })),
      );
      await failsWith(
        "InvalidAMIID.NotFound",
        ec2.send(new DescribeImagesCommand({ ImageIds: ["ami-0123456789abcdef0"] })),
      );
    },
  },
  {
    name: "a security group is made once, found by name and by tag, and deleted",
    async run(bench) {
      const { ec2, vpc, name } = bench;
      const id = await makeGroup(bench, "group");
      await failsWith("InvalidGroup.Duplicate", makeGroup(bench, "group"));
      for (const Name of ["group-name", "tag:Name"]) {
        const Filters = [{ Name, Values: [name("group")] }];
        const found = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
        assert.deepEqual(
          found.SecurityGroups?.map((group) => [group.GroupId, group.VpcId]),
          [[id, vpc]],
        );
      }
      await ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }));
      await failsWith("InvalidGroup.NotFound", ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] })));
    },
  },
  {
    name: "rules of a security group are added once and removed once",
    async run(bench) {
      const { ec2 } = bench;
      const id = await makeGroup(bench, "rules");
      const members = { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: id }] };
      const change = { GroupId: id, IpPermissions: [http, members] };
      await ec2.send(new AuthorizeSecurityGroupIngressCommand(change));
      await failsWith("InvalidPermission.Duplicate", ec2.send(new AuthorizeSecurityGroupIngressCommand(change)));
      const [group] = present((await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }))).SecurityGroups);
      const rules = present(group?.IpPermissions);
      assert.equal(rules.find((rule) => rule.IpProtocol === "tcp")?.IpRanges?.[0]?.CidrIp, "10.0.0.0/8");
      assert.equal(rules.find((rule) => rule.IpProtocol === "-1")?.UserIdGroupPairs?.[0]?.GroupId, id);
      await ec2.send(new RevokeSecurityGroupIngressCommand(change));
      await failsWith("InvalidPermission.NotFound", ec2.send(new RevokeSecurityGroupIngressCommand(change)));
      await ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }));
    },
  },
  {
    name: "a network interface keeps its address to itself",
    async run(bench) {
      const { ec2, subnets, name } = bench;
      const [{ subnet, address }] = subnets;
      const group = await makeGroup(bench, "interface-group");
      const wanted = { SubnetId: subnet, PrivateIpAddress: address, Groups: [group] };
      const create = new CreateNetworkInterfaceCommand({
        ...wanted,
        TagSpecifications: tags("network-interface", name("eni")),
      });
      const made = present((await ec2.send(create)).NetworkInterface);
      const Filters = [{ Name: "tag:Name", Values: [name("eni")] }];
      const found = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }));
      const seen = found.NetworkInterfaces?.map((each) => [
        each.NetworkInterfaceId,
        each.PrivateIpAddress,
        each.Status,
      ]);
      assert.deepEqual(seen, [[made.NetworkInterfaceId, address, "available"]]);
      assert.deepEqual(
        found.NetworkInterfaces?.[0]?.Groups?.map((each) => each.GroupId),
        [group],
      );
      await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: made.NetworkInterfaceId }));
      const again = { NetworkInterfaceIds: [present(made.NetworkInterfaceId)] };
      await failsWith("InvalidNetworkInterfaceID.NotFound", ec2.send(new DescribeNetworkInterfacesCommand(again)));
      await ec2.send(new DeleteSecurityGroupCommand({ GroupId: group }));
    },
  },
  {
    name: "an address that an interface has is refused to another",
    butNotMoto: "moto gives an address twice",
    async run({ ec2, subnets }) {
      const wanted = { SubnetId: subnets[0].subnet, PrivateIpAddress: subnets[0].address };
      await ec2.send(new CreateNetworkInterfaceCommand(wanted));
      await failsWith("InvalidIPAddress.InUse", ec2.send(new CreateNetworkInterfaceCommand(wanted)));
    },
  },
  {
    name: "a security group that an interface has is not deleted",
    butNotMoto: "moto deletes it",
    async run(bench) {
      const { ec2, subnets } = bench;
      const group = await makeGroup(bench, "used-group");
      const wanted = { SubnetId: subnets[0].subnet, Groups: [group] };
      const { NetworkInterface } = await ec2.send(new CreateNetworkInterfaceCommand(wanted));
      await failsWith("DependencyViolation", ec2.send(new DeleteSecurityGroupCommand({ GroupId: group })));
      await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: NetworkInterface?.NetworkInterfaceId }));
      await ec2.send(new DeleteSecurityGroupCommand({ GroupId: group }));
    },
  },
  {
    name: "a client token makes one network interface",
    butNotMoto: "moto does not look at client tokens",
    async run({ ec2, subnets, name }) {
      const wanted = { SubnetId: subnets[0].subnet, ClientToken: name("token"), Description: "one" };
      const first = await ec2.send(new CreateNetworkInterfaceCommand(wanted));
      const second = await ec2.send(new CreateNetworkInterfaceCommand(wanted));
      assert.equal(second.NetworkInterface?.NetworkInterfaceId, first.NetworkInterface?.NetworkInterfaceId);
      const other = { ...wanted, Description: "another" };
      await failsWith("IdempotentParameterMismatch", ec2.send(new CreateNetworkInterfaceCommand(other)));
    },
  },
];
