/** What `MesosCluster.create!("test")` makes, each of them once. */
export const wholeCluster: readonly string[] = [
  ...["a", "b", "c"].flatMap((zone) => [
    `instance mesos-fixed-test-${zone}`,
    `instance mesos-master-test-${zone}`,
    `interface mesos-master-test-${zone}`,
    `volume mesos-master-test-${zone}`,
  ]),
  ...["mesos-on-demand-test", "mesos-spot-multi-az-test"].flatMap((name) => [
    `instance ${name}`,
    `scaling group ${name}`,
    `template ${name}`,
  ]),
  "security group mesos-test",
].sort();
