import type { Files } from "./edited-files.ts";

/** What else is in a repository, and how it came there. */
export interface Extras {
  readonly first: Files;
  /** In order, between and after the versions' changes; three at most are dated apart. */
  readonly later: readonly { readonly title: string; readonly files: Files }[];
}

function dag(name: string, schedule: string, job: string): string {
  return `from airflow import DAG
from airflow.operators.bash import BashOperator

from jobs.versions import AURORA_CLIENT_VERSION, SABESP_VERSION

with DAG(dag_id="${name}", schedule="${schedule}", catchup=False) as dag:
    BashOperator(
        task_id="${job}",
        bash_command="sabesp --aurora-stack=cantareira-stable jobs create prod ${job}",
    )
`;
}

const known: Readonly<Record<string, Extras>> = {
  dockerfiles: {
    first: {
      "README.md": "# dockerfiles\n\nOne folder per image. Its pipeline builds what has changed.\n",
      "kafka-tools/Dockerfile": "FROM ubuntu:22.04\n\nRUN apt-get update && apt-get install -y kafkacat\n",
      "nu-mesos-python/requirements.txt": "boto3==1.26.0\nrequests==2.28.1\n",
    },
    later: [
      { title: "Say how images are named", files: { "CONTRIBUTING.md": "An image has the name of its folder.\n" } },
      { title: "Pin requests", files: { "nu-mesos-python/requirements.txt": "boto3==1.26.0\nrequests==2.28.2\n" } },
      {
        title: "kafka-tools: clean the lists of apt",
        files: {
          "kafka-tools/Dockerfile":
            "FROM ubuntu:22.04\n\nRUN apt-get update && apt-get install -y kafkacat && rm -rf /var/lib/apt/lists/*\n",
        },
      },
    ],
  },
  deploy: {
    first: {
      "README.md": "# deploy\n\nRecipes for everything that runs on EC2.\n",
      Gemfile: 'source "https://rubygems.org"\n\ngem "aws-sdk-ec2"\n',
      "lib/recipes/kafka_cluster.rb":
        '# frozen_string_literal: true\n\nclass KafkaCluster < Recipe\n  VERSION = "3.3.1".freeze\nend\n',
    },
    later: [
      { title: "Name the console's environments", files: { "environments.yml": "- cantareira\n- alibuild\n" } },
      {
        title: "Use the newer auto scaling client",
        files: { Gemfile: 'source "https://rubygems.org"\n\ngem "aws-sdk-autoscaling"\ngem "aws-sdk-ec2"\n' },
      },
      {
        title: "Kafka 3.4",
        files: {
          "lib/recipes/kafka_cluster.rb":
            '# frozen_string_literal: true\n\nclass KafkaCluster < Recipe\n  VERSION = "3.4.0".freeze\nend\n',
        },
      },
    ],
  },
  "scale-cluster": {
    first: {
      "README.md": "# scale-cluster\n\nScales the agents of a Mesos cluster up and down.\n",
      "setup.py": 'from setuptools import setup\n\nsetup(name="scale-cluster", version="0.9.1")\n',
      "src/scale_cluster/__init__.py": "",
    },
    later: [
      {
        title: "Release 0.9.2",
        files: { "setup.py": 'from setuptools import setup\n\nsetup(name="scale-cluster", version="0.9.2")\n' },
      },
      { title: "Say how to scale down", files: { "docs/downscale.md": "Drain first, then terminate.\n" } },
    ],
  },
  sabesp: {
    first: {
      "README.md": "# sabesp\n\nCreates jobs on Aurora.\n",
      "setup.py": 'from setuptools import setup\n\nsetup(name="sabesp", version="2.3.0")\n',
      "sabesp/__init__.py": "",
    },
    later: [
      { title: "Retry when the scheduler fails over", files: { "sabesp/retry.py": "ATTEMPTS = 5\n" } },
      { title: "Wait longer for the scheduler", files: { "sabesp/retry.py": "ATTEMPTS = 8\n" } },
    ],
  },
  "mesos-console": {
    first: { "README.md": "# mesos-console\n\nAn operations console for Mesos clusters.\n" },
    later: [
      { title: "Say where the guide is", files: { "docs/guide.md": "Start with ./console cantareira --rehearse.\n" } },
      { title: "Name who is on duty", files: { "docs/duty.md": "The data platform's rotation.\n" } },
    ],
  },
  "aurora-jobs": {
    first: {
      "README.md": "# aurora-jobs\n\nJobs for Aurora, and the DAGs that start them.\n",
      "jobs/__init__.py": "",
      "airflow/dags/nightly_run.py": dag("nightly_run", "0 2 * * *", "itaipu"),
      "airflow/dags/daily_models.py": dag("daily_models", "30 5 * * *", "models"),
      "airflow/dags/weekly_backfill.py": dag("weekly_backfill", "0 12 * * 6", "backfill"),
    },
    later: [
      {
        title: "Scale the cluster before the nightly run",
        files: { "airflow/dags/scale_cluster.py": dag("scale_cluster", "0 1 * * *", "scale") },
      },
      {
        title: "Load the results into the warehouse",
        files: { "airflow/dags/load_warehouse.py": dag("load_warehouse", "0 9 * * *", "load") },
      },
      {
        title: "Start the models half an hour later",
        files: { "airflow/dags/daily_models.py": dag("daily_models", "0 6 * * *", "models") },
      },
    ],
  },
};

/** Of any other repository: what each has. */
function usual(repository: string): Extras {
  return {
    first: { "README.md": `# ${repository}\n`, "requirements.txt": "numpy==1.23.5\n" },
    later: [
      { title: "Say what this is", files: { "README.md": `# ${repository}\n\nOwned by the data platform.\n` } },
      { title: "Use the newer numpy", files: { "requirements.txt": "numpy==1.24.1\n" } },
    ],
  };
}

/** The same ones each time. */
export function extrasOf(repository: string): Extras {
  return known[repository] ?? usual(repository);
}
