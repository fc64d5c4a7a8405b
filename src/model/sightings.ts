/**
 * Which servers a volume was ever seen attached to by this console: a detach does not make a protected volume anybody's.
 * By its id; by its short name too where nothing but that protects it.
 */
export interface Sightings {
  note(volume: string, servers: readonly string[]): void;
  /** Throws when what was seen cannot be read: then nothing can be proved. */
  serversOf(volume: string): readonly string[];
}
