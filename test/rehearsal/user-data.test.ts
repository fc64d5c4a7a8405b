import assert from "node:assert/strict";
import test from "node:test";
import { bootOf } from "../../src/rehearsal/model/user-data.ts";

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64");
}

function boot(units: readonly object[]) {
  return bootOf(encoded({ ignition: { version: "3.4.0" }, systemd: { units } }));
}

function unit(contents: string, more: object = {}) {
  return { name: "mesos-agent.service", enabled: true, contents, ...more };
}

test("a unit's container is read with its environment", () => {
  const contents = [
    "[Service]",
    "ExecStartPre=/usr/bin/docker pull registry.example/mesos-agent:1.11.0",
    "ExecStart=/usr/bin/docker run --name mesos-agent --net=host --privileged -v /a:/b \\",
    '  -e "MESOS_ATTRIBUTES=slave-type:mesos-fixed;az:us-east-1a" -e MESOS_LOG=%%d --env=MESOS_PORT=5051 \\',
    "  -e MESOS_MASTER='zk://10.0.0.1:2181,10.0.0.2:2181/mesos' registry.example/mesos-agent:1.11.0 --strict",
  ];
  assert.deepEqual(boot([unit(contents.join("\n"))])?.units, [
    {
      name: "mesos-agent.service",
      image: "registry.example/mesos-agent:1.11.0",
      environment: {
        MESOS_ATTRIBUTES: "slave-type:mesos-fixed;az:us-east-1a",
        MESOS_LOG: "%d",
        MESOS_PORT: "5051",
        MESOS_MASTER: "zk://10.0.0.1:2181,10.0.0.2:2181/mesos",
      },
    },
  ]);
});

test("masked units, units that are not enabled and units without a container start nothing", () => {
  const run = "[Service]\nExecStart=/usr/bin/docker run registry.example/mesos-agent:1.11.0";
  const units = [unit(run, { mask: true }), unit(run, { enabled: false }), unit("[Service]\nExecStart=/bin/true")];
  assert.deepEqual(boot(units)?.units, []);
});

test("a volume is waited for by its path and by its device unit", () => {
  const byPath = "ConditionPathExists=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0abc123";
  const byUnit = "BindsTo=dev-disk-by\\x2did-nvme\\x2dAmazon_Elastic_Block_Store_vol0def456.device";
  assert.deepEqual(boot([unit(byPath), unit(byUnit)])?.volumes, ["vol-0abc123", "vol-0def456"]);
});

test("a machine without user data boots, one with what is no Ignition does not", () => {
  assert.deepEqual(bootOf(undefined), { units: [], volumes: [] });
  assert.equal(bootOf(Buffer.from("#!/bin/sh").toString("base64")), undefined);
  assert.equal(bootOf(encoded({ systemd: {} })), undefined);
});
