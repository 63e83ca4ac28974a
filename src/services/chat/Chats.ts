import { Effect, Option } from "effect"
import type { ChatId } from "../../domain/Ids.ts"
import type { ChatShelf } from "../../domain/rpc/ChatRpcs.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import { ChatRepo } from "./ChatRepo.ts"

/** Chats as a page watches them. */
export class Chats extends Effect.Service<Chats>()("openchat/Chats", {
  effect: Effect.gen(function* () {
    const live = yield* LiveQueries
    const chats = yield* ChatRepo
    return {
      watch: ({ shelf, limit }: { readonly shelf: ChatShelf; readonly limit: number }) =>
        live.watch(["chats"], chats.list(shelf, limit)),
      watchOne: ({ chatId }: { readonly chatId: ChatId }) =>
        live.watch([`chat:${chatId}`], Effect.map(chats.row(chatId), Option.getOrNull)),
    } as const
  }),
}) {}
