import type { Script, SystemdUnit } from "./config.ts";

/** Where a master's kept volume is mounted. */
export const dataDirectory = "/var/lib/mesos-data";

export const dataVolumeUnitName = "mesos-data.service";

/**
 * Waits for the device, mounts it, and makes a file system only on a volume that is provably blank.
 *
 * `blkid` alone is no proof: it ends with 2 ("nothing found") also when it could not read the device. So the first
 * 4 MiB, where every file system, partition table and volume manager has its mark, must be readable and all zeros too.
 * Whatever else is found is left as it is: without its data a master must not start.
 */
export const dataVolumeScript: Script = {
  path: "/opt/bin/mount-data-volume",
  text: `#!/bin/bash
set -euo pipefail
device=$1 directory=$2

until [ -e "$device" ]; do
  echo "waiting for $device"
  sleep 2
done

found=0
blkid --probe "$device" || found=$?
if [ "$found" -eq 2 ]; then
  marks=$(head --bytes=4M "$device" | tr --delete '\\0' | wc --bytes)
  if [ "$marks" -ne 0 ]; then
    echo "$device holds data of an unknown kind: not formatted, not mounted" >&2
    exit 1
  fi
  mkfs.ext4 -q -L mesos-data "$device"
elif [ "$found" -ne 0 ]; then
  echo "cannot tell what $device holds (blkid ended with $found): not formatted, not mounted" >&2
  exit 1
fi

mkdir --parents "$directory"
mountpoint --quiet "$directory" || mount "$device" "$directory"
`,
};

/**
 * Mounts the volume named `volume`. It is attached only after the launch, so it must never be in Ignition's storage
 * section: the first boot would wait for it in the initramfs for ever, and a wipe would lose ZooKeeper.
 *
 * The volume's id is known when it exists, not when the recipe is composed: `${volume:NAME}` stands for it (without
 * its dash, as the guest sees it) and is filled in at launch. On Nitro instances the device is found by that id.
 */
export function dataVolumeUnit(volume: string): SystemdUnit {
  const device = `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_\${volume:${volume}}`;
  const contents = `[Unit]
Description=The kept volume of ZooKeeper and the replicated log

[Service]
Type=oneshot
RemainAfterExit=yes
TimeoutStartSec=infinity
ExecStart=${dataVolumeScript.path} ${device} ${dataDirectory}

[Install]
WantedBy=multi-user.target
`;
  return { name: dataVolumeUnitName, enabled: true, contents };
}
