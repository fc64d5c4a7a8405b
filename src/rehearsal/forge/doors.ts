import type { Door } from "../doors.ts";
import type { Doorways } from "../landscape.ts";
import type { ServiceDoors } from "../site/doors.ts";
import type { Forge } from "./index.ts";

/** The forge's ports: known from the beginning, and everything behind them made when somebody asks for one. */
export class ForgeDoors implements Doorways {
  readonly #places: ReadonlySet<string>;
  readonly #make: () => Promise<Forge>;
  #made: Promise<{ readonly forge: Forge; readonly doors: ServiceDoors }> | undefined;
  #isClosed = false;
  #close = () => {};

  constructor(places: readonly { readonly host: string; readonly port: number }[], make: () => Promise<Forge>) {
    this.#places = new Set(places.map(({ host, port }) => `${host}:${port}`));
    this.#make = make;
  }

  async open(host: string, port: number): Promise<Door | undefined> {
    if (this.#isClosed || !this.#places.has(`${host.toLowerCase()}:${port}`)) return undefined;
    return await (await this.#opened()).doors.open(host, port);
  }

  async forge(): Promise<Forge> {
    return (await this.#opened()).forge;
  }

  close(): void {
    this.#isClosed = true;
    this.#close();
  }

  #opened(): Promise<{ readonly forge: Forge; readonly doors: ServiceDoors }> {
    this.#made ??= this.#open();
    return this.#made;
  }

  async #open() {
    const [forge, { ServiceDoors }] = await Promise.all([this.#make(), import("../site/doors.ts")]);
    const doors = new ServiceDoors(forge.doors);
    this.#close = () => {
      doors.close();
      forge.repositories.clear();
    };
    return { forge, doors };
  }
}
