/** What `ai-rc` unsets: the names of another project would win over the one that is set. */
const forgotten = ["OS_PROJECT_ID", "OS_TENANT_ID", "OS_TENANT_NAME"];

/**
 * What `ai-rc "<project>"` would print for a shell to evaluate, as arguments: other projects' variables away, this one's
 * name set. Sheet `cern`, section 1.
 */
export function inProject(project: string, argv: readonly string[]): readonly string[] {
  const away = forgotten.flatMap((name) => ["-u", name]);
  return ["env", ...away, `OS_PROJECT_NAME=${project}`, ...argv];
}
