import { createServer as createHttpServer } from "node:http";
import { createServer, type Server } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { RequestLog } from "../request-log.ts";
import type { Ensemble } from "./index.ts";
import { isMutating } from "./mutating.ts";

/** The bytes of a four-letter word. */
const longestWord = 16;

/** A master's HTTP for as long as one serves at that address; a connection to one that went is reset. */
export function masterServer(ensemble: Ensemble, address: string, requests: RequestLog): Server {
  const answer = (request: Request) => askMaster(ensemble, address, requests, request);
  const listener = getRequestListener(answer, { overrideGlobalObjects: false });
  return createHttpServer((incoming, outgoing) => {
    if (ensemble.http(address)) return void listener(incoming, outgoing);
    incoming.socket.resetAndDestroy();
  });
}

/** One request to the master at that address, noted; 502 when there is none any more. */
export async function askMaster(
  ensemble: Ensemble,
  address: string,
  requests: RequestLog,
  request: Request,
): Promise<Response> {
  const body = request.method === "POST" ? await request.text() : undefined;
  const path = new URL(request.url).pathname;
  const serve = ensemble.http(address);
  const again = new Request(request.url, {
    method: request.method,
    headers: request.headers,
    ...(body === undefined ? {} : { body }),
  });
  const response = serve ? await serve(again) : new Response("", { status: 502 });
  const action = `${request.method} ${path}`;
  const isChange = isMutating(request.method, path, body ?? "");
  requests.add({ service: "mesos", action, isMutating: isChange, status: response.status });
  return response;
}

/** ZooKeeper's four-letter words: an answer, then the end. */
export function wordServer(ensemble: Ensemble, address: string): Server {
  return createServer((socket) => {
    let word = "";
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      word += text;
      const answer = ensemble.zookeeper(address);
      if (answer === undefined || word.length > longestWord) socket.resetAndDestroy();
      else if (word.trim().length >= 4) socket.end(answer(word.trim()));
    });
  });
}
