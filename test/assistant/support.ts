import { FetchHttpClient } from "@effect/platform"
import { Effect, Layer, Redacted, Stream } from "effect"
import {
  Assistant,
  type Connection,
  type Delta,
  type Request,
} from "../../src/services/assistant/Assistant.ts"
import * as AssistantHttp from "../../src/services/assistant/AssistantHttp.ts"
import { BrowserNetwork } from "../../src/services/assistant/BrowserNetwork.ts"
import { startModelServer } from "../support/modelServer.ts"

/** A model server that is gone with its scope. */
export const modelServer = Effect.acquireRelease(
  Effect.promise(() => startModelServer()),
  (server) => Effect.promise(() => server.stop()),
)

export const secretKey = "proj_0123456789-secret-abcdef"

/** @param url of the endpoint, up to `/v1` */
export const connectionTo = (url: string, key: string | null = secretKey): Connection => ({
  kind: "openai",
  baseUrl: url,
  key: key === null ? null : Redacted.make(key),
})

export const requestOf = (connection: Connection, model: string, content = "Hello, world"): Request => ({
  connection,
  model,
  parameters: { contextTokens: 8_192 },
  turns: [{ role: "user", content }],
})

/** What a page asks with, in a browser that is like this. */
export const assistantIn = (network: Layer.Layer<BrowserNetwork>) =>
  AssistantHttp.layer("http://localhost:1/api/v1/assistant").pipe(
    Layer.provide([FetchHttpClient.layer, network]),
  )

export const assistant = assistantIn(BrowserNetwork.layerTest)

/** All that came of a reply, and the error that it ended with, if it did. */
export const outcomeOf = Effect.fn("outcomeOf")(function* (request: Request) {
  const { reply } = yield* Assistant
  const deltas: Array<Delta> = []
  const collected = Stream.runForEach(reply(request), (delta) => Effect.sync(() => void deltas.push(delta)))
  const error = yield* Effect.match(collected, { onFailure: (error) => error, onSuccess: () => undefined })
  const of = (kind: Delta["kind"]) =>
    deltas
      .filter((delta) => delta.kind === kind)
      .map(({ text }) => text)
      .join("")
  return { text: of("text"), thinking: of("thinking"), error, count: deltas.length } as const
})
