import { Clock, Context, Effect, Layer } from "effect"
import { nanoid } from "nanoid"
import {
  ChatId,
  ConflictId,
  DeviceId,
  EventId,
  MessageId,
  randomLength,
  timeOrderedId,
  UserId,
} from "../domain/Ids.ts"

/** The only maker of ids in the worker. */
export class Nanoid extends Context.Tag("openchat/Nanoid")<
  Nanoid,
  { readonly random: Effect.Effect<string> }
>() {
  static readonly layer = Layer.succeed(Nanoid, { random: Effect.sync(() => nanoid(randomLength)) })
}

const next = Effect.gen(function* () {
  const { random } = yield* Nanoid
  return timeOrderedId(yield* Clock.currentTimeMillis, yield* random)
})

export const nextUserId = Effect.map(next, (id) => UserId.make(id))
export const nextChatId = Effect.map(next, (id) => ChatId.make(id))
export const nextMessageId = Effect.map(next, (id) => MessageId.make(id))
export const nextEventId = Effect.map(next, (id) => EventId.make(id))
export const nextDeviceId = Effect.map(next, (id) => DeviceId.make(id))
export const nextConflictId = Effect.map(next, (id) => ConflictId.make(id))
