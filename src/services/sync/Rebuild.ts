import { SqlClient } from "@effect/sql"
import { Array as Arrays, Clock, Effect, Option, Record as Records } from "effect"
import { targetOf } from "../../domain/Mutation.ts"
import { type Clocks, unseen } from "../../domain/Scalars.ts"
import { maxSkew } from "../../domain/sync/Protocol.ts"
import { millisOf, type Timestamp } from "../../domain/Timestamp.ts"
import { Adoption } from "../account/Adoption.ts"
import { SyncConfigRepo } from "../account/SyncConfigRepo.ts"
import { Branches } from "../chat/Branches.ts"
import { type ChatRecord, ChatRepo } from "../chat/ChatRepo.ts"
import { MessageRepo } from "../chat/MessageRepo.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { ConflictRepo } from "../journal/ConflictRepo.ts"
import { HybridClock } from "../journal/HybridClock.ts"
import { knit } from "../storage/knit.ts"
import { onePerson } from "../storage/onePerson.ts"
import { RebuiltNote } from "../storage/RebuiltNote.ts"
import type { Salvaged } from "../storage/Salvage.ts"
import { type Remade, Remakes } from "./Remakes.ts"
import { farthestIn, SyncState } from "./SyncState.ts"
import { type Unsent, unsent } from "./unsent.ts"

/** Rows whose changes are recorded by one statement. */
const batch = 500

interface Versioned {
  readonly version: number
}

interface Clocked {
  readonly clocks: Clocks
}

/** Takes what was read of a damaged database into the one that follows it. */
export class Rebuild extends Effect.Service<Rebuild>()("openchat/Rebuild", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const adoption = yield* Adoption
    const branches = yield* Branches
    const chats = yield* ChatRepo
    const clock = yield* HybridClock
    const configs = yield* SyncConfigRepo
    const conflicts = yield* ConflictRepo
    const messages = yield* MessageRepo
    const note = yield* RebuiltNote
    const remakes = yield* Remakes
    const state = yield* SyncState
    const { deviceId, userId } = yield* Identity

    /** For messages whose chat cannot be read. A server that has one of them has the chat too. */
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
        const version = Math.max(...inIt.map((message) => message.version))
        const registers = { ...unseen, version }
        return { id, userId, title, pinned: false, archived: false, ...nothing, ...dates, ...registers }
      })
    }

    /** Which version of a turn a person chose, where both are there. */
    const chooseAgain = Effect.fnUntraced(function* (chosen: Salvaged["branches"], of: Salvaged["messages"]) {
      const forks = new Map(of.map(({ chatId, id, parentId }) => [id, parentId ?? chatId]))
      const rows = chosen.flatMap(({ childId, forkId }) =>
        forks.get(childId) === forkId ? [{ fork_id: forkId, child_id: childId }] : [],
      )
      for (const some of Arrays.chunksOf(rows, batch)) yield* sql`INSERT INTO branch ${sql.insert(some)}`
    })

    const putDrafts = Effect.fnUntraced(function* (drafts: Salvaged["drafts"]) {
      for (const { content, draftKey, tab, updatedAt } of drafts) {
        const row = { draft_key: draftKey, content, updated_at: updatedAt, tab }
        yield* sql`INSERT INTO draft ${sql.insert(row)} ON CONFLICT (draft_key, tab) DO NOTHING`
      }
    })

    /**
     * All or nothing: the note that it was done is written with it.
     *
     * Where it is known up to where the device had come, what a server has stays what a server has: the next exchange
     * brings its newest state, and what it has erased since goes. What waited is sent, on top of what it was made on. Of
     * every other row a change is recorded, as old as the row is, so that a server is told what it does not know, and
     * what it knows better stays.
     *
     * @param aside where the damaged database is kept
     */
    const take = Effect.fn("Rebuild.take")(
      function* (salvaged: Salvaged, aside: string) {
        const theirs = onePerson(salvaged)
        const { owner } = theirs
        const place = owner === null ? null : farthestIn(theirs.state)
        const isSynced = ({ version }: Versioned) => place !== null && version > 0
        const asTaken = <A extends Versioned>(row: A) => (isSynced(row) ? row : { ...row, ...unseen })
        const possible = possibleBy(yield* clock.now)
        const clocked = <A extends Clocked>(row: A) => ({ ...row, clocks: Records.map(row.clocks, possible) })
        const read = theirs.chats.map((chat) => clocked({ ...chat, userId }))
        const allChats = [...read, ...lostChats(read, theirs.messages)]
        const allMessages = knit(theirs.messages.map(clocked))
        yield* chats.insert(allChats.map(asTaken))
        yield* messages.insert(allMessages.map(asTaken))

        const outbox = unsent(theirs.events, { deviceId, userId }, place !== null)
        const anew = <A extends Versioned>(rows: ReadonlyArray<A>) => rows.filter((it) => !isSynced(it))
        const made = yield* Effect.forEach(anew(allChats), remakes.ofChat)
        const added = yield* Effect.forEach(anew(allMessages), remakes.ofMessage)
        const open = theirs.conflicts.filter((it) => isSynced(it) || it.resolvedAt === null)
        const kept = yield* Effect.forEach(anew(open), remakes.ofConflict)
        const rows = [...allChats, ...allMessages, ...open]
        const waiting = outbox.filter(isSendable(rows, isSynced, place !== null))
        const trash = new Set<string>(
          allChats.flatMap(({ deletedAt, id }) => (deletedAt === null ? [] : [id])),
        )
        const [before, after] = Arrays.partition(
          waiting,
          ({ event }) => event.operation === "delete" && trash.has(event.entityId),
        )
        // a chat is deleted after what is in it was made
        const gone = [...after, ...made.flatMap((it) => it.gone)]
        const chatsFirst = [...made.flatMap((it) => it.made), ...before]
        const all = [...chatsFirst, ...added.flat(), ...kept, ...gone]
          .map(withBase(outbox))
          .map((it) => ({ ...it, timestamp: possible(it.timestamp) }))
        for (const some of Arrays.chunksOf(all, batch)) yield* remakes.record(some)

        yield* chooseAgain(theirs.branches, allMessages)
        yield* branches.settle(allChats.map(({ id }) => id))
        yield* putDrafts(theirs.drafts)
        if (owner !== null) yield* adoption.belongTo(owner)
        const person = owner?.userId ?? userId
        yield* conflicts.insert(open.map((it) => ({ ...asTaken(it), userId: person })))
        const config = yield* configs.byId(person)
        if (Option.isSome(config)) yield* configs.update({ ...config.value, ...theirs.settings })
        if (place !== null) yield* state.goOnFrom(place)
        const seen = [...allChats, ...allMessages].flatMap(({ clocks }) => Object.values(clocks))
        yield* clock.observe(seen)
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

/** A damaged time can be any, and a server takes nothing from the future: such a change was made now. */
const possibleBy = (now: Timestamp) => (it: Timestamp) => (millisOf(it) > millisOf(now) + maxSkew ? now : it)

/** A row that is made anew was made on what its making was recorded on. */
const withBase = (outbox: ReadonlyArray<Unsent>) => {
  const bases = new Map(
    outbox.flatMap(({ baseVersion, event }) =>
      event.operation === "create" ? [[event.entityId, baseVersion]] : [],
    ),
  )
  return (it: Remade): Remade => ({
    ...it,
    baseVersion: it.baseVersion ?? bases.get(targetOf(it.mutation).entityId) ?? 0,
  })
}

/** What waited for rows that are made anew is part of what they are made with. */
const isSendable = (
  rows: ReadonlyArray<Versioned & { readonly id: string }>,
  isSynced: (row: Versioned) => boolean,
  isKnown: boolean,
) => {
  const there = new Map(rows.map((row) => [row.id, isSynced(row)]))
  return ({ event: { entityId, entityType, operation } }: Unsent): boolean => {
    if (entityType === "sync_config") return true
    // a row that cannot be read may well be at the server, which says so
    return isKnown && entityType !== "device" && (there.get(entityId) ?? operation === "update")
  }
}
