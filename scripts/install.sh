#!/bin/sh
# Installs the console's packages, one console at a time.
set -eu
cd -- "$(dirname -- "$0")/.."
lock=node_modules.lock

fail() {
  printf '!! %s\n   why   %s\n   next  %s\n' "$@" >&2
  exit 1
}
is_installed() {
  [ -f node_modules/.package-lock.json ] && ! [ package-lock.json -nt node_modules/.package-lock.json ]
}

command -v npm >/dev/null || fail 'npm is missing' 'the console installs its packages with it' \
  'install Node.js with npm (https://nodejs.org), then start the console again'

# npm would empty the folder behind it, from which others may be running.
[ ! -L node_modules ] || fail "$PWD/node_modules is a link" 'its packages are not those of this lock file' \
  "run npm ci where it points to, or remove the link and start the console again"

# A symbolic link is made at once or not at all, and names its holder: one who was killed does not hold it for ever.
until ln -s $$ "$lock" 2>/dev/null; do
  [ -L "$lock" ] || fail "$PWD cannot be written" 'the packages belong there' 'start the console once as its owner'
  echo 'mesos-console: another console is installing' >&2
  sleep 1
  kill -0 "$(readlink "$lock" || echo 0)" 2>/dev/null || rm -f "$lock"
done
trap 'rm -f "$lock"' EXIT
trap 'exit 130' HUP INT TERM

is_installed && exit 0
echo "mesos-console: installing its packages in $PWD/node_modules; this is needed once and takes about a minute" >&2
npm ci --loglevel=error >&2 || fail 'the packages could not be installed' 'npm says it above' \
  'mend that (network, registry, disk), then start the console again'
# Also when the lock file is from the future.
touch -r package-lock.json node_modules/.package-lock.json
echo 'mesos-console: installed' >&2
