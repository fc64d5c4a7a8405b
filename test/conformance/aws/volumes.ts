import assert from "node:assert/strict";
import {
  AttachVolumeCommand,
  CreateNetworkInterfaceCommand,
  CreateVolumeCommand,
  DeleteVolumeCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVolumesCommand,
  DetachVolumeCommand,
} from "@aws-sdk/client-ec2";
import { type Case, failsWith, present, tags } from "./case.ts";
import { idsOf, run, terminate, wanted } from "./running.ts";

export const volumeCases: readonly Case[] = [
  {
    name: "a kept interface and a kept volume outlive their instance and serve the next one",
    butNotMoto: "moto leaves the interface in use",
    async run(bench) {
      const { ec2, subnets, name } = bench;
      const [{ subnet, zone, address }] = subnets;
      const made = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: subnet, PrivateIpAddress: address }));
      const NetworkInterfaceId = present(made.NetworkInterface?.NetworkInterfaceId);
      const { VolumeId } = await ec2.send(
        new CreateVolumeCommand({ AvailabilityZone: zone, Size: 5, VolumeType: "gp3" }),
      );
      for (const generation of ["first", "second"]) {
        const NetworkInterfaces = [{ DeviceIndex: 0, NetworkInterfaceId, DeleteOnTermination: false }];
        const more = { SubnetId: undefined, NetworkInterfaces, TagSpecifications: tags("instance", name(generation)) };
        const [instance] = await run(bench, 1, more);
        assert.equal(instance?.PrivateIpAddress, address);
        const InstanceId = present(instance?.InstanceId);
        await ec2.send(new AttachVolumeCommand({ VolumeId, InstanceId, Device: "/dev/sdf" }));
        await bench.settle();
        const { NetworkInterfaces: held } = await ec2.send(
          new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [NetworkInterfaceId] }),
        );
        assert.deepEqual([held?.[0]?.Status, held?.[0]?.Attachment?.InstanceId], ["in-use", InstanceId]);
        await terminate(bench, [InstanceId]);
        const { NetworkInterfaces: free } = await ec2.send(
          new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [NetworkInterfaceId] }),
        );
        assert.equal(free?.[0]?.Status, "available");
        const { Volumes } = await ec2.send(new DescribeVolumesCommand({ VolumeIds: [present(VolumeId)] }));
        assert.equal(Volumes?.[0]?.State, "available");
      }
    },
  },
  {
    name: "an interface that is in use is refused to another instance",
    butNotMoto: "moto gives it to both",
    async run(bench) {
      const { ec2, subnets } = bench;
      const made = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: subnets[0].subnet }));
      const NetworkInterfaces = [{ DeviceIndex: 0, NetworkInterfaceId: made.NetworkInterface?.NetworkInterfaceId }];
      const first = await run(bench, 1, { SubnetId: undefined, NetworkInterfaces });
      const second = wanted(bench, 1, { SubnetId: undefined, NetworkInterfaces });
      await failsWith("InvalidNetworkInterface.InUse", ec2.send(second));
      await terminate(bench, idsOf(first));
    },
  },
  {
    name: "a volume is made once for a token, attached, detached and deleted",
    async run(bench) {
      const { ec2, subnets, name } = bench;
      const size = { AvailabilityZone: subnets[0].zone, Size: 5, VolumeType: "gp3" as const, Encrypted: true };
      const create = { ...size, TagSpecifications: tags("volume", name("volume")) };
      const { VolumeId } = await ec2.send(new CreateVolumeCommand(create));
      const VolumeIds = [present(VolumeId)];
      await bench.settle();
      const state = async () => (await ec2.send(new DescribeVolumesCommand({ VolumeIds }))).Volumes?.[0];
      assert.deepEqual(
        [(await state())?.State, (await state())?.Size, (await state())?.Encrypted],
        ["available", 5, true],
      );
      const [InstanceId] = idsOf(await run(bench, 1));
      await ec2.send(new AttachVolumeCommand({ VolumeId, InstanceId, Device: "/dev/sdf" }));
      await bench.settle();
      const attached = await state();
      assert.deepEqual([attached?.State, attached?.Attachments?.[0]?.State], ["in-use", "attached"]);
      await ec2.send(new DetachVolumeCommand({ VolumeId, InstanceId }));
      await bench.settle();
      await ec2.send(new DeleteVolumeCommand({ VolumeId }));
      await bench.settle();
      await failsWith("InvalidVolume.NotFound", ec2.send(new DescribeVolumesCommand({ VolumeIds })));
      await terminate(bench, [present(InstanceId)]);
    },
  },
  {
    name: "an attached volume is not deleted",
    butNotMoto: "moto fails with an error of its own, HTTP 500",
    async run(bench) {
      const { ec2, subnets } = bench;
      const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: subnets[0].zone, Size: 5 }));
      const [InstanceId] = idsOf(await run(bench, 1));
      await ec2.send(new AttachVolumeCommand({ VolumeId, InstanceId, Device: "/dev/sdf" }));
      await failsWith("VolumeInUse", ec2.send(new DeleteVolumeCommand({ VolumeId })));
      await terminate(bench, [present(InstanceId)]);
    },
  },
  {
    name: "a client token makes one volume",
    butNotMoto: "moto does not look at client tokens",
    async run({ ec2, subnets, name }) {
      const input = { AvailabilityZone: subnets[0].zone, Size: 5, ClientToken: name("volume-token") };
      const first = await ec2.send(new CreateVolumeCommand(input));
      const second = await ec2.send(new CreateVolumeCommand(input));
      assert.equal(second.VolumeId, first.VolumeId);
      await failsWith("IdempotentParameterMismatch", ec2.send(new CreateVolumeCommand({ ...input, Size: 6 })));
    },
  },
  {
    name: "a volume of another zone cannot be attached",
    butNotMoto: "moto attaches it",
    async run(bench) {
      const { ec2, subnets } = bench;
      const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: subnets[1].zone, Size: 5 }));
      const [InstanceId] = idsOf(await run(bench, 1));
      const attach = new AttachVolumeCommand({ VolumeId, InstanceId, Device: "/dev/sdf" });
      await failsWith("InvalidVolume.ZoneMismatch", ec2.send(attach));
      await terminate(bench, [present(InstanceId)]);
    },
  },
];
