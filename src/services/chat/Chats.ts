import { Effect, Option } from "effect"
import type { ChatRow } from "../../domain/Chat.ts"
import type { ChatId } from "../../domain/Ids.ts"
import type { ChatList, ChatShelf, Folder } from "../../domain/rpc/ChatRpcs.ts"
import type { LiveQuery } from "../live/LiveQuery.ts"
import { ChatRepo } from "./ChatRepo.ts"

/** Chats as a page watches them. */
export class Chats extends Effect.Service<Chats>()("openchat/Chats", {
  effect: Effect.gen(function* () {
    const chats = yield* ChatRepo

    const watch = (query: {
      readonly shelf: ChatShelf
      readonly limit: number
      readonly folder?: string | null
    }): LiveQuery<ChatList> => ({
      keys: ["chats"],
      run: chats.list(query.shelf, query.limit, query.folder),
    })

    const folders = (): LiveQuery<ReadonlyArray<Folder>> => ({ keys: ["chats"], run: chats.folders() })

    /** Null while the chat is not on this device. */
    const watchOne = ({ chatId }: { readonly chatId: ChatId }): LiveQuery<ChatRow | null> => ({
      keys: [`chat:${chatId}`],
      run: Effect.map(chats.row(chatId), Option.getOrNull),
    })

    const { kept, rows } = chats

    return { watch, watchOne, folders, rows, kept } as const
  }),
}) {}
