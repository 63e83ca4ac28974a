import { SqlClient } from "@effect/sql"
import { Effect } from "effect"
import type { Prompt } from "../../domain/assistant/Prompt.ts"
import type { ChatId, ImportId, MessageId } from "../../domain/Ids.ts"
import type { MutationInput } from "../../domain/Mutation.ts"
import type { QueryKey } from "../../domain/QueryKey.ts"
import { Branches } from "../chat/Branches.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import { nextEventId, Nanoid } from "../Nanoid.ts"
import { WriteThrough } from "../sync/WriteThrough.ts"
import type { Arriving, ArrivingRow } from "./gather.ts"
import { namersOf } from "./namers.ts"
import { fateOf, type Here, isOpen, placed, type Placed } from "./placement.ts"

/** Writes what an import brings. What is here already stays as it is. */
export class ImportWriter extends Effect.Service<ImportWriter>()("openchat/ImportWriter", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const branches = yield* Branches
    const live = yield* LiveQueries
    const nanoid = yield* Nanoid
    const through = yield* WriteThrough
    const identity = yield* Identity
    const { userId } = identity
    const eventId = Effect.provideService(nextEventId, Nanoid, nanoid)

    const touched = new Set<QueryKey>()

    const chatsHere = Effect.fnUntraced(function* (importId: ImportId, ids: ReadonlyArray<string>) {
      const rows = yield* sql<Here>`
        SELECT id, user_id AS "userId", deleted_at AS "deletedAt",
          EXISTS (SELECT 1 FROM imported_chat i
            WHERE i.chat_id = chat.id AND i.import_id = ${importId} AND i.made = 1) AS own,
          EXISTS (SELECT 1 FROM imported_chat i
            WHERE i.chat_id = chat.id AND i.undone_at = chat.deleted_at) AS undone
        FROM chat WHERE ${sql.in("id", ids)}`
      return new Map(rows.map((row) => [row.id, row]))
    })

    const opening = Effect.fnUntraced(function* ({ namer: { chatId }, of: { chat }, state }: Placed) {
      const { archived, createdAt, folder, model, pinned, systemPrompt, title } = chat
      const made: Array<MutationInput> = []
      if (state === "undone") made.push({ _tag: "RestoreChat", eventId: yield* eventId, chatId })
      if (state !== "new") return made
      const fields = { title, model, systemPrompt, folder, createdAt }
      made.push({ _tag: "CreateChat", eventId: yield* eventId, chatId, ...fields })
      const patch = { ...(pinned ? { pinned } : {}), ...(archived ? { archived } : {}) }
      if (pinned || archived) made.push({ _tag: "UpdateChat", eventId: yield* eventId, chatId, patch })
      return made
    })

    const messagesHere = Effect.fnUntraced(function* (ids: ReadonlyArray<string>) {
      const rows = yield* sql<{
        id: string
      }>`SELECT id FROM message WHERE ${sql.in("id", Array.from(new Set(ids)))}`
      return new Set(rows.map(({ id }) => id))
    })

    /** What of the messages is not here, each as the change that adds it. */
    const additions = Effect.fnUntraced(function* (
      rows: ReadonlyArray<ArrivingRow>,
      placeOf: ReadonlyMap<Arriving, Placed>,
    ) {
      const wanted = rows.flatMap(({ message, of }) => {
        const place = placeOf.get(of)
        if (message === null || place === undefined || !isOpen(place)) return []
        const { chatId, messageId } = place.namer
        const [id, parentId] = [
          messageId(message.key),
          message.parent === null ? null : messageId(message.parent),
        ]
        return [{ of, message, chatId, id, parentId, edits: message.edits ? messageId(message.edits) : null }]
      })
      const known = yield* messagesHere(
        wanted.flatMap(({ id, parentId }) => (parentId === null ? [id] : [id, parentId])),
      )
      const made: Array<{ readonly of: Arriving; readonly id: MessageId; readonly mutation: MutationInput }> =
        []
      for (const { chatId, edits, id, message, of, parentId } of wanted) {
        if (known.has(id)) continue
        const { content, createdAt, model, role, status } = message
        // what it answered may be gone for good
        const place = parentId !== null && known.has(parentId) ? parentId : null
        known.add(id)
        const fields = {
          chatId,
          messageId: id,
          parentId: place,
          edits,
          role,
          content,
          status,
          model,
          createdAt,
        }
        made.push({ of, id, mutation: { _tag: "AddMessage", eventId: yield* eventId, ...fields } })
      }
      return made
    })

    const countOf = (chatId: ChatId) =>
      Effect.map(
        sql<{ n: number }>`SELECT count(*) AS n FROM message WHERE chat_id = ${chatId}`,
        ([row]) => row?.n ?? 0,
      )

    const remember = Effect.fnUntraced(function* (
      importId: ImportId,
      place: Placed,
      added: ReadonlyArray<MessageId>,
    ) {
      const made = fateOf(place) === "made" ? 1 : 0
      if (made === 0 && added.length === 0) return
      const { chatId } = place.namer
      // of one that comes back from the trash everything was imported
      const messages = place.state === "undone" ? yield* countOf(chatId) : added.length
      yield* sql`INSERT INTO imported_chat
        ${sql.insert({ import_id: importId, chat_id: chatId, made, messages })}
        ON CONFLICT (import_id, chat_id) DO UPDATE SET messages = messages + excluded.messages`
      if (made === 1) return
      const rows = added.map((messageId) => ({ import_id: importId, chat_id: chatId, message_id: messageId }))
      yield* sql`INSERT INTO imported_message ${sql.insert(rows)}`
    })

    const writeRows = Effect.fnUntraced(function* (importId: ImportId, rows: ReadonlyArray<ArrivingRow>) {
      const chats = Array.from(
        new Set(rows.map(({ of }) => of)),
        (of) => [of, namersOf(of.chat, userId)] as const,
      )
      const here = yield* chatsHere(
        importId,
        chats.flatMap(([, namers]) => namers.map(({ chatId }) => chatId)),
      )
      const places = chats.map(([of, namers]) => placed(of, namers, here, identity))
      const placeOf = new Map(places.map((place) => [place.of, place]))
      const made = yield* additions(rows, placeOf)
      const there = places.filter(({ state }) => state === "there").map(({ namer }) => namer.chatId)
      const shown = yield* branches.leaves(there)
      const first = (yield* Effect.forEach(places.filter(isOpen), opening)).flat()
      const mutations = [...first, ...made.map(({ mutation }) => mutation)]
      if (mutations.length > 0) yield* through.apply(mutations, true)
      const added = new Map(places.map(({ of }): [Arriving, Array<MessageId>] => [of, []]))
      for (const { id, of } of made) added.get(of)?.push(id)
      const outcome = places.map((place) => ({
        of: place.of,
        chatId: place.namer.chatId,
        fate: fateOf(place),
        added: added.get(place.of) ?? [],
      }))
      for (const { added, of } of outcome) {
        const place = placeOf.get(of)
        if (place === undefined || !isOpen(place)) continue
        yield* remember(importId, place, added)
        const leaf = shown.get(place.namer.chatId) ?? null
        const continues = made.some(
          ({ mutation }) => mutation._tag === "AddMessage" && mutation.parentId === leaf,
        )
        // what the person reads there stays what they read, unless it goes on
        if (leaf !== null && added.length > 0 && !continues) yield* branches.activate(leaf)
      }
      return outcome
    })

    /** Some rows in one transaction. A chat is looked at anew each time: what its person did meanwhile counts. */
    const write = Effect.fn("ImportWriter.write")(function* (
      importId: ImportId,
      rows: ReadonlyArray<ArrivingRow>,
    ) {
      const outcome = yield* withStorageErrors(sql.withTransaction(writeRows(importId, rows)))
      for (const { added, chatId, fate, of } of outcome) {
        of.fate = fate
        of.added += added.length
        touched.add(`chat:${chatId}`).add(`messages:${chatId}`)
      }
    })

    /** Pages see what came since the last time: not after each transaction, since it is many to a second. */
    const tell = Effect.suspend(() => {
      if (touched.size === 0) return Effect.void
      const keys = [...touched, "chats", "search", "events"] as const
      touched.clear()
      return live.invalidate(keys)
    })

    /** Prompts that are not here. */
    const writePrompts = Effect.fn("ImportWriter.writePrompts")(function* (prompts: ReadonlyArray<Prompt>) {
      if (prompts.length === 0) return
      const rows = prompts.map((prompt) => ({ ...prompt, user_id: userId }))
      yield* sql`INSERT INTO prompt ${sql.insert(rows)} ON CONFLICT (id) DO NOTHING`
      yield* live.invalidate(["prompts"])
    }, withStorageErrors)

    /** Messages that came with the import, also before another worker went on with it. */
    const messagesOf = Effect.fn("ImportWriter.messagesOf")(function* (importId: ImportId) {
      const [row] = yield* sql<{ n: number }>`
        SELECT coalesce(sum(messages), 0) AS n FROM imported_chat WHERE import_id = ${importId}`
      return row?.n ?? 0
    }, withStorageErrors)

    return { write, writePrompts, messagesOf, tell } as const
  }),
}) {}
