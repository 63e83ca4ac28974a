import { Effect, Layer } from "effect"
import { Assistant } from "./Assistant.ts"
import { BrowserModel } from "./BrowserModel.ts"

/** The one model of a browser has no name of its own. */
const builtIn = ["built-in"]

/** The browser's own model beside those that are asked over HTTP. */
export const layer = <E, R>(overHttp: Layer.Layer<Assistant, E, R>) =>
  Layer.effect(
    Assistant,
    Effect.map(Effect.all([Assistant, BrowserModel]), ([http, browser]) => ({
      reply: (request) =>
        request.connection.kind === "browser" ? browser.reply(request) : http.reply(request),
      models: (connection) =>
        connection.kind === "browser" ? Effect.succeed(builtIn) : http.models(connection),
    })),
  ).pipe(Layer.provide(overHttp))
