import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { reasonOf } from "../../model/network-error.ts";
import { quoted } from "../../model/printable.ts";
import type { World } from "../../model/world.ts";
import { foremanError } from "./error.ts";
import { type Answer, acceptedVersion, answerBytes, type Get } from "./get.ts";

export interface Credentials {
  readonly user: string;
  /** A password or a personal access token. */
  readonly password: string;
}

/** Foreman over HTTP from here, with Basic credentials. Redirects are not followed: they would take them elsewhere. */
export function direct(url: URL, { user, password }: Credentials, world: World, withinSeconds: number): Get {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  return async (path) => {
    const signal = AbortSignal.timeout(withinSeconds * 1000);
    try {
      return await answerOf(await sent(url, path, authorization, world, signal));
    } catch (cause) {
      const why = signal.aborted ? `no whole answer within ${withinSeconds} s` : quoted(reasonOf(cause));
      throw foremanError("foreman-unreachable", `Foreman at ${url.host} does not answer`, why, cause);
    }
  };
}

async function sent(
  url: URL,
  path: string,
  authorization: string,
  world: World,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const { isInTheClear, ...address } = await world.connect(url.hostname, port);
  const headers = { host: url.host, accept: acceptedVersion, authorization };
  const options = { ...address, path, headers, signal, agent: false };
  const isSecure = url.protocol === "https:" && !isInTheClear;
  const outgoing = isSecure ? httpsRequest({ ...options, servername: url.hostname }) : httpRequest(options);
  return responseTo(outgoing);
}

function responseTo(outgoing: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  outgoing.once("response", resolve).on("error", reject).end();
  return promise;
}

async function answerOf(response: IncomingMessage): Promise<Answer> {
  let text = "";
  response.setEncoding("utf8");
  for await (const part of response) {
    text += part;
    if (text.length > answerBytes) throw new Error(`an answer of more than ${answerBytes} bytes`);
  }
  return { status: response.statusCode ?? 0, text };
}
