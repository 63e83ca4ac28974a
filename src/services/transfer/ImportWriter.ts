import { SqlClient } from "@effect/sql"
import { Array as Arrays, Effect } from "effect"
import { ChatId, type ImportId, MessageId } from "../../domain/Ids.ts"
import type { MutationInput } from "../../domain/Mutation.ts"
import type { SkipReason } from "../../domain/transfer/Import.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { nextEventId, Nanoid } from "../Nanoid.ts"
import { WriteThrough } from "../sync/WriteThrough.ts"
import { derivedId } from "./derivedId.ts"
import type { TidyChat, TidyMessage } from "./tidyChat.ts"

/** A chat of a file, and what became of it so far. */
export interface Arriving {
  readonly file: string
  readonly chat: Omit<TidyChat, "messages">
  /** Under which id it is here; undefined until it was looked for. */
  id: ChatId | undefined
  /** The names that its ids are derived from, besides its own. */
  space: ReadonlyArray<string>
  fate: "unknown" | "made" | "there" | SkipReason
  /** Messages that are new here. */
  added: number
}

/** A row that is to be added: a chat, or a message of one that comes before it. */
export interface ArrivingRow {
  readonly of: Arriving
  /** Null for the chat itself. */
  readonly message: TidyMessage | null
}

interface Here {
  readonly id: string
  readonly userId: string
  readonly deletedAt: number | null
  /** By this very import, which then goes on. */
  readonly own: number
  /** It went to the trash as an import was undone, and nobody touched it since. */
  readonly undone: number
}

/** Writes what an import brings. What is here already stays as it is. */
export class ImportWriter extends Effect.Service<ImportWriter>()("openchat/ImportWriter", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const nanoid = yield* Nanoid
    const through = yield* WriteThrough
    const { hasAccount, userId } = yield* Identity
    const eventId = Effect.provideService(nextEventId, Nanoid, nanoid)

    /**
     * Two people may import the same file at one server, where an id belongs to one of them: so a person with an account
     * has ids of their own. What was imported before there was an account is known by the ids that it has.
     */
    const spaces: ReadonlyArray<ReadonlyArray<string>> = [[], [userId]]
    const usual = hasAccount ? 1 : 0

    const candidates = ({ chat }: Arriving) =>
      spaces.map((space) => derivedId(chat.idTime, ...space, chat.source, chat.key))

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

    /** Where the chat belongs, and whether anything may be added to it. */
    const settle = (arriving: Arriving, here: ReadonlyMap<string, Here>) => {
      const ids = candidates(arriving)
      const found = ids.findIndex((id) => here.get(id)?.userId === userId)
      const place = found >= 0 ? found : usual
      const row = here.get(ids[place] ?? "")
      arriving.id = ChatId.make(ids[place] ?? "")
      arriving.space = spaces[place] ?? []
      if (row === undefined) return arriving.fate === "unknown" ? ("new" as const) : ("gone" as const)
      if (row.userId !== userId) return "other-account" as const
      if (row.deletedAt === null) return row.own === 1 ? ("own" as const) : ("there" as const)
      return row.undone === 1 ? ("undone" as const) : ("in-trash" as const)
    }

    const creation = Effect.fnUntraced(function* ({ chat, id }: Arriving) {
      const { archived, createdAt, folder, model, pinned, systemPrompt, title } = chat
      if (id === undefined) return []
      const made: Array<MutationInput> = [
        {
          _tag: "CreateChat",
          eventId: yield* eventId,
          chatId: id,
          title,
          model,
          systemPrompt,
          folder,
          createdAt,
        },
      ]
      const patch = { ...(pinned ? { pinned } : {}), ...(archived ? { archived } : {}) }
      if (pinned || archived) made.push({ _tag: "UpdateChat", eventId: yield* eventId, chatId: id, patch })
      return made
    })

    const messageIdOf = ({ chat, space }: Arriving, key: string) =>
      MessageId.make(derivedId(chat.idTime, ...space, chat.source, chat.key, key))

    const messagesHere = Effect.fnUntraced(function* (ids: ReadonlyArray<string>) {
      const rows = yield* sql<{ id: string }>`SELECT id FROM message WHERE ${sql.in("id", ids)}`
      return new Set(rows.map(({ id }) => id))
    })

    const remember = Effect.fnUntraced(function* (
      importId: ImportId,
      arriving: Arriving,
      added: ReadonlyArray<MessageId>,
    ) {
      const { fate, id } = arriving
      if (id === undefined || (fate !== "made" && added.length === 0)) return
      const made = fate === "made" ? 1 : 0
      yield* sql`INSERT INTO imported_chat
        ${sql.insert({ import_id: importId, chat_id: id, made, messages: added.length })}
        ON CONFLICT (import_id, chat_id) DO UPDATE SET messages = messages + excluded.messages`
      if (made === 1) return
      yield* sql`INSERT INTO imported_message ${sql.insert(
        added.map((messageId) => ({ import_id: importId, chat_id: id, message_id: messageId })),
      )}`
    })

    /**
     * Some rows in one transaction. A chat is looked at anew each time: what its person did meanwhile counts.
     */
    const write = Effect.fn("ImportWriter.write")(function* (
      importId: ImportId,
      rows: ReadonlyArray<ArrivingRow>,
    ) {
      const chats = Arrays.dedupe(rows.map(({ of }) => of))
      const here = yield* chatsHere(importId, chats.flatMap(candidates))
      const mutations: Array<MutationInput> = []
      const open = new Set<Arriving>()
      for (const arriving of chats) {
        const state = settle(arriving, here)
        if (state === "new" || state === "undone" || state === "own") arriving.fate = "made"
        else if (state === "there") arriving.fate = "there"
        // gone for good while it came, or thrown away: nothing more of it is added
        else arriving.fate = state === "gone" ? "in-trash" : state
        if (state === "new") mutations.push(...(yield* creation(arriving)))
        if (state === "undone" && arriving.id !== undefined)
          mutations.push({ _tag: "RestoreChat", eventId: yield* eventId, chatId: arriving.id })
        if (arriving.fate === "made" || arriving.fate === "there") open.add(arriving)
      }
      const wanted = rows.flatMap(({ message, of }) =>
        message !== null && open.has(of) ? [{ of, message, id: messageIdOf(of, message.key) }] : [],
      )
      const known = yield* messagesHere(wanted.map(({ id }) => id))
      const fresh = wanted.filter(({ id }) => !known.has(id))
      for (const { id, message, of } of fresh) {
        if (of.id === undefined) continue
        const { content, createdAt, model, parent, role, status } = message
        mutations.push({
          _tag: "AddMessage",
          eventId: yield* eventId,
          chatId: of.id,
          messageId: id,
          parentId: parent === null ? null : messageIdOf(of, parent),
          role,
          content,
          status,
          model,
          createdAt,
        })
      }
      if (mutations.length > 0) yield* through.apply(mutations)
      for (const arriving of open) {
        const added = fresh.flatMap(({ id, of }) => (of === arriving ? [id] : []))
        yield* remember(importId, arriving, added)
        arriving.added += added.length
      }
    })

    return {
      write: (importId: ImportId, rows: ReadonlyArray<ArrivingRow>) =>
        withStorageErrors(sql.withTransaction(write(importId, rows))),
    } as const
  }),
}) {}
