/**
 * A server that speaks the protocol of OpenAI and misbehaves as the name of the model says: `slow`, `429`, `steady:100`.
 * The first step of the path says it instead where there is no model yet: `http://localhost:1234/cors-off/v1`. Alone:
 *
 *     PORT=11434 node --import tsx test/support/modelServer.ts
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { setImmediate as turn, setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import {
  type Asked,
  completion,
  cutAt,
  done,
  eachByte,
  echoOf,
  event,
  finish,
  numbered,
  refusals,
  say,
  splitLines,
  tokensOf,
} from "./modelReplies.ts"

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage["headers"]
  readonly body: string
  /** How it went out: whether the answer was given to its end. */
  readonly closed: Promise<"finished" | "aborted">
}

export interface ModelServer {
  /** The base of its API, up to `/v1`. */
  readonly url: string
  readonly origin: string
  readonly port: number
  /** All requests, oldest first. */
  readonly received: ReadonlyArray<Received>
  /** The next request that has not come yet, once it is there. */
  readonly next: () => Promise<Received>
  readonly stop: () => Promise<void>
}

/** Milliseconds between the tokens of `slow`. */
const slowly = 100

/** Tokens a second and seconds of `steady:100:600`. */
const steadily = { rate: 100, seconds: 600 }

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const askedOf = (body: string): Asked => {
  const json: {
    model?: string
    stream?: boolean
    messages?: Asked["turns"]
  } = body === "" ? {} : JSON.parse(body)
  return { model: json.model ?? "", stream: json.stream ?? false, turns: json.messages ?? [] }
}

const sendJson = (response: ServerResponse, status: number, body: unknown, headers = {}) => {
  response.writeHead(status, { "content-type": "application/json", ...headers })
  response.end(body === undefined ? "" : JSON.stringify(body))
}

const openStream = (response: ServerResponse) => {
  response.socket?.setNoDelay(true)
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" })
  response.flushHeaders()
}

/** Writes as fast as the other side reads. False where it is gone. */
const write = async (response: ServerResponse, piece: string | Uint8Array): Promise<boolean> => {
  if (response.destroyed) return false
  if (!response.write(piece)) {
    await new Promise<void>((resume) => {
      const goOn = () => {
        response.off("drain", goOn)
        response.off("close", goOn)
        resume()
      }
      response.once("drain", goOn)
      response.once("close", goOn)
    })
  }
  return !response.destroyed
}

/** Pieces that arrive one by one. */
const writeApart = async (response: ServerResponse, pieces: ReadonlyArray<Uint8Array>) => {
  for (const piece of pieces) {
    if (piece.length > 0 && !(await write(response, piece))) return
    await turn()
  }
}

const whole = (asked: Asked) =>
  [
    event(asked, { delta: { role: "assistant" } }),
    ...tokensOf(echoOf(asked)).map((token) => say(asked, token)),
  ].join("")

const ended = (asked: Asked) => `${whole(asked)}${finish(asked)}${done}`

/** Numbered tokens as fast as they are taken: so many in all, so many to an event. */
const many = async (response: ServerResponse, asked: Asked, count: number, together: number) => {
  const eventAt = (from: number) =>
    say(
      asked,
      Array.from({ length: Math.min(together, count - from) }, (_, at) => numbered(from + at)).join(""),
    )
  let batch = ""
  for (let at = 0; at < count; at += together) {
    batch += eventAt(at)
    if (batch.length < 65_536) continue
    if (!(await write(response, batch))) return
    batch = ""
  }
  response.end(`${batch}${finish(asked)}${done}`)
}

/** The question itself, so many tokens a second. */
const repeat = async (response: ServerResponse, asked: Asked, rate: number) => {
  for (const token of tokensOf(asked.turns.at(-1)?.content ?? "")) {
    if (!(await write(response, say(asked, token)))) return
    await (Number.isFinite(rate) ? wait(1_000 / rate) : turn())
  }
  response.end(`${finish(asked)}${done}`)
}

/** As many numbered tokens a second, whatever the timers do. */
const steady = async (response: ServerResponse, asked: Asked, rate: number, seconds: number) => {
  const began = performance.now()
  const count = rate * seconds
  let sent = 0
  while (sent < count && !response.destroyed) {
    const due = Math.min(count, Math.floor(((performance.now() - began) * rate) / 1_000) + 1)
    for (; sent < due; sent++) await write(response, say(asked, numbered(sent)))
    await wait(1_000 / rate)
  }
  response.end(`${finish(asked)}${done}`)
}

const slow = async (response: ServerResponse, asked: Asked, pause: number) => {
  for (const token of tokensOf(echoOf(asked))) {
    if (!(await write(response, say(asked, token)))) return
    await wait(pause)
  }
  response.end(`${finish(asked)}${done}`)
}

type Behaviour = (response: ServerResponse, asked: Asked, argument: string) => void | Promise<void>

/** Those who answer with a stream of events. */
const streams: Readonly<Record<string, Behaviour>> = {
  echo: (response, asked) => void response.end(ended(asked)),
  slow: (response, asked, argument) => slow(response, asked, Number(argument || slowly)),
  repeats: (response, asked, argument) => repeat(response, asked, Number(argument || "Infinity")),
  steady: (response, asked, argument) => {
    const [rate = 0, seconds = 0] = argument.split(":").map(Number)
    return steady(response, asked, rate || steadily.rate, seconds || steadily.seconds)
  },
  million: (response, asked, argument) => {
    const [count = 0, together = 0] = argument.split(":").map(Number)
    return many(response, asked, count || 1_000_000, together || 1)
  },
  "split-utf8": async (response, asked) => {
    await writeApart(response, eachByte(ended(asked)))
    response.end()
  },
  /** `cut:10,200`: at these bytes. */
  cut: async (response, asked, argument) => {
    await writeApart(response, cutAt(ended(asked), argument.split(",").map(Number)))
    response.end()
  },
  "split-lines": async (response, asked) => {
    const events = tokensOf(echoOf(asked)).map((token) => splitLines(asked, token))
    await writeApart(response, eachByte(`${events.join("")}${finish(asked)}${done}`))
    response.end()
  },
  /** Both halves of a pair come as escapes, in two deltas. */
  "split-pair": (response, asked) => {
    const half = (escape: string) =>
      `data: {"choices":[{"delta":{"content":"${escape}"},"finish_reason":null}]}\n\n`
    response.end(`${half("a\\ud83d")}${half("\\ude00b")}${finish(asked)}${done}`)
  },
  /** NUL, and halves of pairs that have no other. */
  dirty: (response, asked) => {
    const delta = (content: string) =>
      `data: {"choices":[{"delta":{"content":"${content}"},"finish_reason":null}]}\n\n`
    const pieces = ["a\\u0000b", "\\udc00c", "d\\ud83d", "e", "f\\ud83d"]
    response.end(`${pieces.map(delta).join("")}${finish(asked)}${done}`)
  },
  thinking: (response, asked, argument) => {
    const name = argument || "reasoning_content"
    const thoughts = ["Let me ", "think."].map((text) => event(asked, { delta: { [name]: text } }))
    response.end(`${thoughts.join("")}${ended(asked)}`)
  },
  "error-midstream": (response, asked, argument) => {
    const { body } = refusals("")[argument] ?? { body: { error: { message: "It fell over." } } }
    response.end(`${whole(asked)}data: ${JSON.stringify(body)}\n\n`)
  },
  "no-done": (response, asked) => void response.end(`${whole(asked)}${finish(asked)}`),
  /** The last event has no empty line behind it. */
  "no-newline": (response, asked) => void response.end(`${whole(asked)}${finish(asked).trimEnd()}`),
  "no-finish": (response, asked) => void response.end(`${whole(asked)}${done}`),
  /** It ends as if it were well, in the middle. */
  ends: (response, asked) => void response.end(whole(asked)),
  "ends-midway": (response, asked) => void response.end(`${whole(asked)}data: {"choices":[{"del`),
  stops: async (response, asked) => {
    await write(response, whole(asked))
    await wait(20)
    response.destroy()
  },
  "stops-finished": async (response, asked) => {
    await write(response, `${whole(asked)}${finish(asked)}`)
    await wait(20)
    response.destroy()
  },
  "hangs-midway": (response, asked) => void response.write(whole(asked)),
  "hangs-finished": (response, asked) => void response.write(`${whole(asked)}${finish(asked)}`),
  /** Comments, as OpenRouter sends while it waits. */
  comments: (response, asked) => void response.end(`: PROCESSING\n\n: PROCESSING\n\n${ended(asked)}`),
  garbage: (response) => void response.end("this is not the protocol"),
  "garbage-midstream": (response, asked) => void response.end(`${whole(asked)}data: {"choi\n\n`),
  large: async (response, asked) => {
    await write(response, whole(asked))
    const piece = "x".repeat(1_048_576)
    await write(response, 'data: {"choices":[{"delta":{"content":"')
    for (let at = 0; at < 10; at++) if (!(await write(response, piece))) return
    response.end(`"}}]}\n\n${finish(asked)}${done}`)
  },
  length: (response, asked) => void response.end(`${whole(asked)}${finish(asked, "length")}${done}`),
  filtered: (response, asked) =>
    void response.end(`${whole(asked)}${finish(asked, "content_filter")}${done}`),
  abort: (response, asked) => void response.end(`${whole(asked)}${finish(asked, "abort")}${done}`),
}

/** The others. */
const answers: Readonly<Record<string, Behaviour>> = {
  hangs: () => undefined,
  json: (response, asked) => sendJson(response, 200, completion(asked, echoOf(asked))),
  "json-error": (response) => sendJson(response, 200, { error: "it failed" }),
  "json-garbage": (response) => sendJson(response, 200, { answer: 42 }),
  html: (response) => {
    response.writeHead(200, { "content-type": "text/html" })
    response.end("<!doctype html><title>Welcome</title><p>Not what you asked for.")
  },
  "html-502": (response) => {
    response.writeHead(502, { "content-type": "text/html" })
    response.end("<html><head><title>502 Bad Gateway</title></head></html>")
  },
}

const behaviours = [...Object.keys(streams), ...Object.keys(answers), ...Object.keys(refusals(""))]

/** What a page of another origin needs to be let in. */
const cors = (request: IncomingMessage) => ({
  "access-control-allow-origin": request.headers.origin ?? "*",
  "access-control-allow-headers": "authorization, content-type",
  "access-control-allow-methods": "GET, POST",
  "access-control-expose-headers": "retry-after",
})

const keyOf = (request: IncomingMessage) => request.headers.authorization?.replace(/^Bearer /, "") ?? ""

const complete = async (request: IncomingMessage, response: ServerResponse, name: string, body: string) => {
  const asked = askedOf(body)
  const [behaviour = "", ...rest] = (name === "" ? asked.model : name).split(":")
  const refusal = refusals(keyOf(request))[behaviour]
  if (refusal !== undefined) return sendJson(response, refusal.status, refusal.body, refusal.headers)
  const answer = answers[behaviour]
  if (answer !== undefined) return answer(response, asked, rest.join(":"))
  const stream = streams[behaviour]
  if (stream === undefined) {
    return sendJson(response, 404, {
      error: { message: `The model \`${asked.model}\` does not exist.`, code: "model_not_found" },
    })
  }
  if (!asked.stream) return sendJson(response, 200, completion(asked, echoOf(asked)))
  openStream(response)
  return stream(response, asked, rest.join(":"))
}

const listModels = (request: IncomingMessage, response: ServerResponse, name: string) => {
  const [behaviour = ""] = name.split(":")
  const refusal = refusals(keyOf(request))[behaviour]
  if (refusal !== undefined) return sendJson(response, refusal.status, refusal.body, refusal.headers)
  const answer = answers[behaviour]
  if (answer !== undefined && !behaviour.startsWith("json")) return answer(response, askedOf(""), "")
  if (behaviour === "no-models") return sendJson(response, 200, { object: "list", data: null })
  return sendJson(response, 200, {
    object: "list",
    data: behaviours.map((id) => ({ id, object: "model", created: 1, owned_by: "test" })),
  })
}

const closing = (response: ServerResponse) =>
  new Promise<"finished" | "aborted">((resume) => {
    response.once("close", () => resume(response.writableFinished ? "finished" : "aborted"))
  })

export const startModelServer = async (port = 0): Promise<ModelServer> => {
  const received: Array<Received> = []
  let waiting: Array<(one: Received) => void> = []

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { headers, method = "", url = "" } = request
    const closed = closing(response)
    const [, name = "", path = ""] = /^\/(?:(.+?)\/)?v1(\/.*)$/.exec(decodeURIComponent(url)) ?? []
    if (name !== "cors-off") {
      for (const [header, value] of Object.entries(cors(request))) response.setHeader(header, value)
    }
    if (method === "OPTIONS") return void response.writeHead(204).end()
    const body = await bodyOf(request)
    const one = { method, path: url, headers, body, closed }
    received.push(one)
    const told = waiting
    waiting = []
    for (const tell of told) tell(one)

    const behaviour = name === "cors-off" ? "" : name
    const [needed, key] = name.split(":")
    if (needed === "key" && keyOf(request) !== key) return sendJson(response, 401, { error: "no" })
    const chosen = needed === "key" ? "" : behaviour
    if (path === "/models") return listModels(request, response, chosen)
    if (path === "/chat/completions") return complete(request, response, chosen, body)
    return sendJson(response, 404, { detail: "Not Found" })
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(Error(String(error))))
  })
  await new Promise<void>((resume) => server.listen(port, "127.0.0.1", resume))
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === "string") throw new Error("It has no port.")
  const origin = `http://localhost:${address.port}`
  return {
    url: `${origin}/v1`,
    origin,
    port: address.port,
    received,
    next: () => new Promise((resume) => waiting.push(resume)),
    stop: () =>
      new Promise((resume) => {
        server.close(() => resume())
        server.closeAllConnections()
      }),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startModelServer(Number(process.env["PORT"] ?? 11_434))
  console.log(`Models answer at ${url}`)
}
