import type { SystemdUnit } from "./config.ts";

/**
 * What a host learns of itself only when it boots. Flatcar's coreos-metadata.service writes it to
 * `/run/metadata/flatcar`, with session tokens; systemd expands it in the unit.
 * Source: flatcar.org, "Referencing dynamic data".
 */
export const metadata = {
  hostname: `\${COREOS_EC2_HOSTNAME}`,
  address: `\${COREOS_EC2_IPV4_LOCAL}`,
  zone: `\${COREOS_EC2_AVAILABILITY_ZONE}`,
} as const;

/** One container that a host runs for ever. */
export interface Container {
  /** Of the container and, with `.service`, of its unit. */
  readonly name: string;
  /** With its tag. */
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Host paths by the container's path. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** Further arguments of `docker run`. */
  readonly flags?: readonly string[];
  /** Units without which it must not start. */
  readonly requires?: readonly string[];
}

/** The systemd unit of a container. Source of its rules: protocols sheet AWS, section 7. */
export function containerUnit(container: Container): SystemdUnit {
  const { name, image } = container;
  const requires = ["docker.service", "coreos-metadata.service", ...(container.requires ?? [])].join(" ");
  const contents = `[Unit]
Description=${escaped(name)} as a container
Requires=${requires}
Wants=network-online.target
After=network-online.target ${requires}

[Service]
EnvironmentFile=/run/metadata/flatcar
TimeoutStartSec=0
Restart=always
RestartSec=10
ExecStartPre=-/usr/bin/docker rm --force ${word(name)}
# The dash: a registry that is down must not keep a host from running the image that it has.
ExecStartPre=-/usr/bin/docker pull ${word(image)}
ExecStart=/usr/bin/docker run ${runArguments(container).map(word).join(" ")}
ExecStop=/usr/bin/docker stop ${word(name)}

[Install]
WantedBy=multi-user.target
`;
  return { name: `${name}.service`, enabled: true, contents };
}

function runArguments(container: Container): readonly string[] {
  const mounts = Object.entries(container.mounts ?? {}).flatMap(([inside, host]) => ["-v", `${host}:${inside}`]);
  const environment = Object.entries(container.environment).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
  return [
    "--name",
    container.name,
    "--net=host",
    ...(container.flags ?? []),
    ...mounts,
    ...environment,
    container.image,
  ];
}

/** One argument on a systemd command line; `$` is left alone, since {@link metadata} is expanded there. */
function word(text: string): string {
  const isPlain = /^[^\s"'\\]+$/.test(text);
  return isPlain ? escaped(text) : `"${escaped(text).replaceAll(/["\\]/g, "\\$&")}"`;
}

/** `%` begins a specifier in a unit. */
function escaped(text: string): string {
  return text.replaceAll("%", "%%");
}
