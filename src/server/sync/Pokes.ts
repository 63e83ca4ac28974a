import { Context, type Effect, Layer, type Stream } from "effect"
import type { UserId } from "../../domain/Ids.ts"
import { makeTopics } from "./topics.ts"

/** Tells every connection of a user that something changed. A poke says nothing of what it was. */
export class Pokes extends Context.Tag("openchat/server/Pokes")<
  Pokes,
  {
    readonly publish: (userId: UserId, version: number) => Effect.Effect<void>
    /** Those from now on. A reader that is slow misses old ones, never the newest. */
    readonly watch: (userId: UserId) => Stream.Stream<number>
  }
>() {
  /** For one process. */
  static readonly layerMemory = Layer.effect(Pokes, makeTopics)
}
