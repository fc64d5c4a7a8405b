/**
 * The ALICE build infrastructure: three Mesos masters and the build agents, servers of one OpenStack project at CERN,
 * configured by Puppet and Foreman.
 *
 * What is filled in before this reaches a real project: the project's id and the ids of the masters, the protected
 * servers and volumes (`openstack server show -c id -c volumes_attached alibuild03`). Those here are made up, and the
 * rehearsal has servers with exactly these. Everything else is as the operations guide has it.
 */
import type { OpenStackEnvironment } from "../src/model/environment.ts";

const everyHost = {
  foremanEnvironment: "alibuild_devel",
  image: { option: "cc7", properties: { os_distro: "CC", os_distro_major: "7", os_edition: "Base" } },
  keypair: "alibuild",
  landbMainUser: "alice-agile-admin",
  landbResponsible: "alice-agile-admin",
};

export default {
  name: "alibuild",
  title: "ALICE build infrastructure, on OpenStack",
  openstack: {
    project: { name: "ALICE Release Testing", id: "5a1b0c2d9e8f4a7b8c6d5e4f3a2b1c0d" },
    cloud: "alibuild",
    provisioner: "cern",
  },
  gateway: { host: "aiadm.cern.ch" },
  foreman: { url: "https://judy.cern.ch:8443" },
  domain: "cern.ch",
  hostUser: "root",
  ports: { master: 5050, agent: 5051, zookeeper: 2181 },
  masters: {
    ...everyHost,
    hostgroup: "alibuild/mesos/master",
    flavor: "m2.large",
    volume: { device: "vdb", sizeGB: 200 },
    namePattern: "^alimesos\\d{2}$",
    exampleName: "alimesos02",
    names: ["alimesos01", "alimesos02", "alimesos03"],
    ids: {
      alimesos01: "c1a0b7d2-3e4f-4a5b-9c6d-0e1f2a3b4c01",
      alimesos02: "c1a0b7d2-3e4f-4a5b-9c6d-0e1f2a3b4c02",
      alimesos03: "c1a0b7d2-3e4f-4a5b-9c6d-0e1f2a3b4c03",
    },
    zones: ["cern-geneva-a", "cern-geneva-b", "cern-geneva-c"],
    containers: ["mesos-master", "zookeeper", "marathon", "aurora-scheduler", "mesos-dns"],
  },
  agents: {
    ...everyHost,
    hostgroup: "alibuild/mesos/slave",
    flavor: "m2.2xlarge",
    volume: { device: "vdb", sizeGB: 500, type: "io1" },
    namePattern: "^alibuild\\d{2,3}$",
    exampleName: "alibuild07",
    builderImage: "alisw/slc7-builder",
  },
  protects: [
    {
      because: "never delete or rebuild alibuild03, never delete its volume (operations guide)",
      names: ["alibuild03"],
      ids: ["3f0c9b7e-1d2a-4c5b-8e6f-a03a03a03a03", "7b1e4d90-5c3f-4a28-9d17-b03b03b03b03"],
      actions: ["replace", "delete"],
    },
    {
      because: "never rebuild alibuild09 (operations guide)",
      names: ["alibuild09"],
      ids: ["9a6d2c41-0e8b-47f3-b5d9-a09a09a09a09"],
      actions: ["replace"],
    },
  ],
  policies: {
    reportWithinSeconds: 2 * 3600,
    puppetRunsAtMost: 5,
    rebuildWithinSeconds: 2 * 3600,
    rebootWithinSeconds: 15 * 60,
    registerWithinSeconds: 15 * 60,
    electWithinSeconds: 5 * 60,
    tasksEndWithinSeconds: 4 * 3600,
    drainGraceSeconds: 10 * 60,
    diskFreeAtLeastPercent: 10,
    clockSkewAtMostSeconds: 2,
  },
} satisfies OpenStackEnvironment;
