import { Context, Effect, Schema } from "effect"
import { Mutation } from "../domain/Mutation.ts"
import { Identity } from "../services/device/Identity.ts"
import { SyncEventRepo } from "../services/journal/SyncEventRepo.ts"
import { Mutations } from "../services/chat/Mutations.ts"
import type { LocalDatabase } from "../services/LocalDatabase.ts"

type Services = Context.Context<LocalDatabase>

/** Events that are made again in one transaction. */
const batch = 500

const asMutation = Schema.decode(Schema.parseJson(Mutation))

/**
 * Makes again in one database the changes to chats that another one recorded and no server has. An event keeps its id,
 * so that one which came along before is not made twice.
 */
export const bringAlong = Effect.fn("bringAlong")(function* (from: Services, to: Services) {
  const { deviceId } = Context.get(from, Identity)
  const events = Context.get(from, SyncEventRepo)
  const mutations = Context.get(to, Mutations)
  for (let after = 0; ;) {
    const waiting = yield* events.pending(deviceId, after, batch)
    const last = waiting.at(-1)
    if (last === undefined) return
    const ofChats = waiting.filter(({ entityType }) => entityType === "chat" || entityType === "message")
    // both databases are of this version, and what one took the other takes too
    yield* mutations
      .apply(yield* Effect.orDie(Effect.forEach(ofChats, ({ data }) => asMutation(data))))
      .pipe(Effect.catchTags({ NotFound: Effect.die, InvalidInput: Effect.die, PayloadTooLarge: Effect.die }))
    after = last.number
  }
})
