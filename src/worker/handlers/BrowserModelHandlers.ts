import { Effect, Stream } from "effect"
import { BrowserModelRpcs } from "../../domain/rpc/BrowserModelRpcs.ts"
import { BrowserModel } from "../../services/assistant/BrowserModel.ts"

export const BrowserModelHandlers = BrowserModelRpcs.toLayer({
  "browserModel.jobs": () => Stream.unwrap(Effect.map(BrowserModel, (model) => model.jobs)),
  "browserModel.deliver": ({ id, text }) => Effect.flatMap(BrowserModel, (model) => model.deliver(id, text)),
  "browserModel.end": ({ id, ...how }) => Effect.flatMap(BrowserModel, (model) => model.end(id, how)),
})
