/** What stands around the pins, so that a diff looks like one: `{pins}` is where they go. By repository and path. */
const frames: Readonly<Record<string, string>> = {
  "dockerfiles/mesos-base/Dockerfile": `FROM ubuntu:22.04

{pins}

RUN apt-get update \\
    && apt-get install -y --no-install-recommends "mesos=\${MESOS_VERSION}-*" libcurl4 libsasl2-modules \\
    && rm -rf /var/lib/apt/lists/*

ENV MESOS_NATIVE_JAVA_LIBRARY=/usr/lib/libmesos.so
`,
  "dockerfiles/mesos-master/Dockerfile": `{pins}

EXPOSE 5050
ENTRYPOINT ["mesos-master", "--work_dir=/var/lib/mesos"]
`,
  "dockerfiles/mesos-agent/Dockerfile": `{pins}

RUN apt-get update && apt-get install -y --no-install-recommends docker.io && rm -rf /var/lib/apt/lists/*
EXPOSE 5051
ENTRYPOINT ["mesos-agent", "--work_dir=/var/lib/mesos", "--containerizers=docker,mesos"]
`,
  "dockerfiles/aurora-client/Dockerfile": `{pins}

COPY aurora.pex /usr/local/bin/aurora
COPY clusters.json /etc/aurora/clusters.json
ENTRYPOINT ["aurora"]
`,
  // Lines that end as they did on its author's machine: an edit has to leave them alone.
  "dockerfiles/nu-mesos-python/Dockerfile": `{pins}\r
\r
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-pip\r
COPY requirements.txt /tmp/requirements.txt\r
RUN pip3 install --no-cache-dir -r /tmp/requirements.txt\r
`,
  // Without an end of its last line.
  "dockerfiles/nu-mesos-python-spark/Dockerfile": `{pins}

RUN apt-get update && apt-get install -y --no-install-recommends python3 openjdk-11-jre-headless
COPY spark /opt/spark
ENV SPARK_HOME=/opt/spark`,
  "deploy/lib/recipes/mesos_cluster.rb": `# frozen_string_literal: true

# Masters, fixed, on-demand and spot agents of one stack.
class MesosCluster < Recipe
  MASTERS = 3
{pins}
  ZOOKEEPER_VERSION = "3.8.4".freeze

  def create(stack)
    masters(stack, image: "mesos-master:#{MESOS_MASTER_VERSION}")
    agents(stack, image: "mesos-agent:#{MESOS_SLAVE_VERSION}")
  end
end
`,
  "scale-cluster/src/scale_cluster/ec2.py": `"""Agents that are started one by one, outside of any auto-scaling group."""
import boto3

DEFAULT_INSTANCE_TYPE = "r5.2xlarge"
{pins}
MAX_NODES = 400


def user_data(slave_type):
    return "mesos-agent:{} --attributes=slave-type:{}".format(MESOS_VERSION, slave_type)


def start(count, slave_type, instance_type=DEFAULT_INSTANCE_TYPE):
    if count > MAX_NODES:
        raise ValueError("at most {} nodes at once".format(MAX_NODES))
    ec2 = boto3.client("ec2")
    return ec2.run_instances(
        MinCount=count, MaxCount=count, InstanceType=instance_type, UserData=user_data(slave_type)
    )
`,
  "sabesp/Dockerfile": `{pins}

COPY . /sabesp
RUN pip3 install /sabesp
ENTRYPOINT ["sabesp"]
`,
  "aurora-jobs/jobs/versions.py": `"""Versions of what the jobs run. One name per image, in alphabetical order."""
{pins}
ITAIPU_VERSION = "df8da67"
METAPOD_VERSION = "4c1e0b2"
`,
};

const dockerfile = `{pins}

WORKDIR /model
COPY . .
RUN pip3 install --no-cache-dir -r requirements.txt
ENTRYPOINT ["python3", "-m", "model"]
`;

/** The pins' lines as they stand in that file. */
export function framed(repository: string, path: string, pins: string): string {
  const usual = path.endsWith("Dockerfile") ? dockerfile : "{pins}\n";
  return (frames[`${repository}/${path}`] ?? usual).replace("{pins}", () => pins);
}
