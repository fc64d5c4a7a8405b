import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { TestContext } from "node:test";
import { listen } from "../../src/rehearsal/doors.ts";

/** Stands before a world's AWS endpoint, and can keep back an answer for as long as a test wants. */
export class Gate {
  readonly port: number;
  readonly #target: number;
  /** By action: what to do when the world has answered. */
  readonly #kept = new Map<string, (letGo: () => void) => void>();

  private constructor(port: number, target: number) {
    this.port = port;
    this.#target = target;
  }

  static async open(t: TestContext, target: number): Promise<Gate> {
    const server = createServer();
    const port = await listen(server);
    t.after(() => server.close().closeAllConnections());
    const gate = new Gate(port, target);
    server.on("request", (incoming, outgoing) => void gate.#pass(incoming, outgoing));
    return gate;
  }

  /** Resolves once the world has carried out the next call of that action; its answer goes out when one lets it go. */
  keepBack(action: string): Promise<() => void> {
    return new Promise((resolve) => this.#kept.set(action, resolve));
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = (await incoming.setEncoding("utf8").toArray()).join("");
    const { method, url, headers } = incoming;
    const options = { host: "127.0.0.1", port: this.#target, method, path: url, headers };
    const sent = request(options, async (answer) => {
      await this.#mayPass(new URLSearchParams(body).get("Action") ?? "");
      answer.pipe(outgoing.writeHead(answer.statusCode ?? 502, answer.headers));
    });
    sent.on("error", () => outgoing.destroy());
    sent.end(body);
  }

  #mayPass(action: string): Promise<void> | undefined {
    const tell = this.#kept.get(action);
    this.#kept.delete(action);
    return tell && new Promise((resolve) => tell(resolve));
  }
}
