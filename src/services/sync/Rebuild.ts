import { SqlClient } from "@effect/sql"
import { Array as Arrays, Clock, Effect } from "effect"
import { unseen } from "../../domain/Scalars.ts"
import { Adoption } from "../account/Adoption.ts"
import { Branches } from "../chat/Branches.ts"
import { type ChatRecord, ChatRepo } from "../chat/ChatRepo.ts"
import { MessageRepo } from "../chat/MessageRepo.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { knit } from "../storage/knit.ts"
import { onePerson } from "../storage/onePerson.ts"
import { RebuiltNote } from "../storage/RebuiltNote.ts"
import type { Salvaged } from "../storage/Salvage.ts"
import { Remakes } from "./Remakes.ts"

/** Rows whose changes are recorded by one statement. */
const batch = 500

/** Takes what was read of a damaged database into the one that follows it. */
export class Rebuild extends Effect.Service<Rebuild>()("openchat/Rebuild", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const adoption = yield* Adoption
    const branches = yield* Branches
    const chats = yield* ChatRepo
    const messages = yield* MessageRepo
    const note = yield* RebuiltNote
    const remakes = yield* Remakes
    const { userId } = yield* Identity

    /** For messages whose chat cannot be read. */
    const lostChats = (
      known: ReadonlyArray<ChatRecord>,
      of: Salvaged["messages"],
    ): ReadonlyArray<ChatRecord> => {
      const ids = new Set(known.map(({ id }) => id))
      const homeless = of.filter(({ chatId }) => !ids.has(chatId))
      return Object.values(Arrays.groupBy(homeless, ({ chatId }) => chatId)).map((inIt) => {
        const createdAt = Math.min(...inIt.map((message) => message.createdAt))
        const { chatId: id } = inIt[0]
        const nothing = { model: null, systemPrompt: null, folder: null, deletedAt: null }
        const dates = { createdAt, updatedAt: createdAt, activeAt: createdAt }
        const title = "Chat whose title is lost"
        return { id, userId, title, pinned: false, archived: false, ...nothing, ...dates, ...unseen }
      })
    }

    /**
     * All or nothing: the note that it was done is written with it. A change is recorded of every row, as old as the row
     * is, so that a server is told what it does not know, and what it knows better stays.
     *
     * @param aside where the damaged database is kept
     */
    const take = Effect.fn("Rebuild.take")(
      function* (salvaged: Salvaged, aside: string) {
        const theirs = onePerson(salvaged)
        const read = theirs.chats.map((chat) => ({ ...chat, userId }))
        const allChats = [...read, ...lostChats(read, theirs.messages)]
        const allMessages = knit(theirs.messages)
        yield* chats.insert(allChats.map((chat) => ({ ...chat, ...unseen })))
        yield* messages.insert(allMessages.map((message) => ({ ...message, ...unseen })))
        const made = yield* Effect.forEach(allChats, remakes.ofChat)
        const added = yield* Effect.forEach(allMessages, remakes.ofMessage)
        // a chat is deleted after what is in it was made
        const all = [...made.flatMap((it) => it.made), ...added.flat(), ...made.flatMap((it) => it.gone)]
        for (const some of Arrays.chunksOf(all, batch)) yield* remakes.record(some)
        yield* branches.settle(allChats.map(({ id }) => id))
        for (const { content, draftKey, updatedAt } of theirs.drafts) {
          const row = { draft_key: draftKey, content, updated_at: updatedAt }
          yield* sql`INSERT INTO draft ${sql.insert(row)} ON CONFLICT (draft_key) DO NOTHING`
        }
        if (theirs.owner !== null) yield* adoption.belongTo(theirs.owner)
        yield* note.write({
          at: yield* Clock.currentTimeMillis,
          aside,
          chats: theirs.chats.length,
          messages: theirs.messages.length,
          others: theirs.others,
          unreadable: salvaged.unreadable,
        })
      },
      sql.withTransaction,
      withStorageErrors,
    )

    return { take } as const
  }),
}) {}
