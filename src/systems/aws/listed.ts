/** More names than this are counted: a question has to be read to its end. */
const namedAtMost = 4;

/** `the tasks on ip-10-0-1-4, ip-10-0-1-5 end`; of many hosts only their number. */
export function tasksEnd(hosts: readonly string[]): string {
  return `the tasks on ${hosts.length > namedAtMost ? `${hosts.length} agents` : hosts.join(", ")} end`;
}
