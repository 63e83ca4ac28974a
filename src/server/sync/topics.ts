import { Effect, PubSub, Stream } from "effect"
import type { UserId } from "../../domain/Ids.ts"

interface Topic {
  readonly feed: PubSub.PubSub<number>
  readers: number
}

/** A topic for each user who is connected, and none for the others. */
export const makeTopics = Effect.sync(() => {
  const topics = new Map<UserId, Topic>()

  const publish = (userId: UserId, version: number): Effect.Effect<void> => {
    const topic = topics.get(userId)
    return topic === undefined ? Effect.void : Effect.asVoid(PubSub.publish(topic.feed, version))
  }

  const enter = (userId: UserId) =>
    Effect.gen(function* () {
      const topic = topics.get(userId) ?? { feed: yield* PubSub.sliding<number>(1), readers: 0 }
      topics.set(userId, topic)
      topic.readers += 1
      return topic
    })

  const leave = (userId: UserId) =>
    Effect.sync(() => {
      const topic = topics.get(userId)
      if (topic === undefined) return
      topic.readers -= 1
      if (topic.readers === 0) topics.delete(userId)
    })

  const watch = (userId: UserId): Stream.Stream<number> =>
    Stream.unwrapScoped(
      Effect.gen(function* () {
        const { feed } = yield* Effect.acquireRelease(enter(userId), () => leave(userId))
        return yield* Stream.fromPubSub(feed, { scoped: true })
      }),
    )

  return { publish, watch } as const
})
