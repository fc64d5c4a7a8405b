/** Whether a Mesos version (`1.11.0`, `0.28.2-rc1`) is at least `major.minor`. One that cannot be read is not. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const found = /^(\d+)\.(\d+)/.exec(version);
  if (!found) return false;
  const [ownMajor, ownMinor] = [Number(found[1]), Number(found[2])];
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
