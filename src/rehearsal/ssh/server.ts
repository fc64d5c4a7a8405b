import { createRequire } from "node:module";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { AuthContext, ClientChannel, Connection, ServerChannel } from "ssh2";
import { packing } from "../../model/packing.ts";
import type { Door } from "../doors.ts";
import { type KeyPair, keyType } from "./keys.ts";

const require = createRequire(import.meta.url);
/** CommonJS without saying so: imported, Node would read it twice more. */
const ssh2: typeof import("ssh2") = require("ssh2");

/** What a command left behind when it ended. */
export interface Said {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SshServerOptions {
  readonly hostKey: KeyPair;
  /** The one key that is let in, as whomever. */
  readonly allowed: Pick<KeyPair, "publicBlob">;
  /** Carries out a command line. */
  exec(line: string): Promise<Said>;
  /** Where a port of a host is reached from here; `undefined`: the connection is refused. */
  reach(host: string, port: number): Promise<Door | undefined>;
}

/** An SSH server: one command per session, connections onwards, nothing else. It is not listening yet. */
export function sshServer(options: SshServerOptions): Server {
  const ssh = new ssh2.Server({ hostKeys: [options.hostKey.privateKey] }, (client) => serve(client, options));
  return createServer({ noDelay: true }, (socket) => ssh.injectSocket(packing(socket)));
}

function serve(client: Connection, options: SshServerOptions): void {
  client.on("error", () => client.end());
  client.on("authentication", (context) => (isAllowed(context, options) ? context.accept() : refuse(context)));
  client.on("session", (accept) => {
    const session = accept();
    session.on("exec", (acceptCommand, _reject, { command }) => {
      const channel = acceptCommand();
      void options
        .exec(command)
        .catch(failed)
        .then((said) => answer(channel, said));
    });
  });
  client.on("tcpip", (accept, reject, { destIP, destPort }) => {
    void options.reach(destIP, destPort).then((door) => (door ? join(accept(), door) : reject()), reject);
  });
}

function refuse(context: AuthContext): void {
  context.reject(["publickey"]);
}

/** First the client asks whether such a key would do, then it signs with it. */
function isAllowed(context: AuthContext, { allowed }: SshServerOptions): boolean {
  if (context.method !== "publickey" || context.key.algo !== keyType) return false;
  if (context.key.data.toString("base64") !== allowed.publicBlob) return false;
  if (!context.signature || !context.blob) return true;
  const key = ssh2.utils.parseKey(`${keyType} ${allowed.publicBlob}`);
  return !(key instanceof Error) && key.verify(context.blob, context.signature, context.hashAlgo) === true;
}

/** A fault of the rehearsal is not to end the world, and is to be seen. */
function failed(error: unknown): Said {
  const stderr = `rehearsal: ${error instanceof Error ? error.message : String(error)}\n`;
  return { exitCode: 70, stdout: "", stderr };
}

/** The machine may have gone down with the command. */
function answer(channel: ServerChannel, { exitCode, stdout, stderr }: Said): void {
  channel.on("error", () => undefined);
  if (stderr) channel.stderr.write(stderr);
  if (stdout) channel.write(stdout);
  channel.exit(exitCode);
  channel.end();
}

function join(channel: ClientChannel | ServerChannel, door: Door): void {
  const socket: Socket = connect(door.port, door.host);
  const end = () => {
    socket.destroy();
    channel.destroy();
  };
  socket.on("error", end);
  channel.on("error", end);
  channel.on("close", () => socket.destroy());
  channel.pipe(socket).pipe(channel);
}
