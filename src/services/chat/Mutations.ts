import { SqlClient } from "@effect/sql"
import { Array as Arrays, Effect, Match } from "effect"
import { InvalidInput } from "../../domain/errors/InputErrors.ts"
import type { AddMessage, Mutation, MutationInput, MutationOutcome } from "../../domain/Mutation.ts"
import { touchedBy } from "../../domain/QueryKey.ts"
import { millisOf, type Timestamp } from "../../domain/Timestamp.ts"
import { AccountChanges } from "../account/AccountChanges.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { type Entry, Journal, type Last } from "../journal/Journal.ts"
import { HybridClock } from "../journal/HybridClock.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import { ChatChanges } from "./ChatChanges.ts"
import { decodeMutations } from "./decodeMutations.ts"
import { MessageChanges } from "./MessageChanges.ts"

type Addition = typeof AddMessage.Type
type Stamped<M> = { readonly mutation: M; readonly timestamp: Timestamp }
type Other = Exclude<Mutation, Addition>

const isStampedAddition = (it: Stamped<Mutation>): it is Stamped<Addition> => isAddition(it.mutation)

const isAddition = (mutation: Mutation): mutation is Addition => mutation._tag === "AddMessage"

/** SQLITE_CONSTRAINT, https://sqlite.org/rescode.html#constraint */
const constraint = 19
const taken = new InvalidInput({ issues: [{ path: "id", problem: "is taken by something else" }] })

/** The one way in which anything is written. */
export class Mutations extends Effect.Service<Mutations>()("openchat/Mutations", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const chats = yield* ChatChanges
    const messages = yield* MessageChanges
    const account = yield* AccountChanges
    const journal = yield* Journal
    const clock = yield* HybridClock
    const live = yield* LiveQueries

    /** Writes one change and answers what the outbox records of it. */
    const applyOne = (mutation: Other, timestamp: Timestamp) =>
      Match.value(mutation).pipe(
        Match.tagsExhaustive({
          CreateChat: (it) => chats.create(it, timestamp),
          UpdateChat: (it) => chats.change(it.chatId, it.patch, timestamp),
          DeleteChat: (it) =>
            Effect.map(
              chats.change(it.chatId, { deletedAt: millisOf(timestamp) }, timestamp),
              // of what is in the chat, only what lies before the cursor was seen
              (made) => ({ ...made, baseVersion: 0 }),
            ),
          RestoreChat: (it) => chats.change(it.chatId, { deletedAt: null }, timestamp),
          UpdateMessage: (it) => messages.change(it, it.patch, timestamp),
          DeleteMessage: (it) => messages.remove(it, timestamp),
          RestoreMessage: (it) => messages.restore(it, timestamp),
          UpdateUser: (it) => account.updateUser(it, timestamp),
          RenameDevice: (it) => account.renameDevice(it, timestamp),
          UpdateSyncConfig: (it) => account.updateSyncConfig(it, timestamp),
          KeepConflict: (it) => account.keepConflict(it),
          ResolveConflict: (it) => account.resolveConflict(it, timestamp),
        }),
      )

    /** Additions that follow each other are written together, everything else one by one, all in order. */
    const write = Effect.fnUntraced(function* (
      last: Last,
      mutations: Arrays.NonEmptyReadonlyArray<Mutation>,
    ) {
      const entries: Array<Entry> = []
      for (const group of Arrays.groupWith(mutations, (a, b) => isAddition(a) && isAddition(b))) {
        const stamped = yield* Effect.forEach(group, (mutation) =>
          Effect.map(clock.now, (timestamp) => ({ mutation, timestamp })),
        )
        const additions = stamped.filter(isStampedAddition)
        const added = additions.length > 0 ? yield* messages.add(additions) : []
        for (const [index, { mutation, timestamp }] of stamped.entries()) {
          entries.push(
            isAddition(mutation)
              ? { mutation: added[index] ?? mutation, timestamp, baseVersion: 0 }
              : { mutation, timestamp, ...(yield* applyOne(mutation, timestamp)) },
          )
        }
      }
      yield* journal.append(last, entries)
    })

    /**
     * Applies all of the mutations in one transaction, or none of them. One that was applied before changes
     * nothing, so whoever did not hear the answer may ask again.
     *
     * @param quietly whether the caller invalidates what they touch, as for many that come at once
     */
    const apply = Effect.fn("Mutations.apply")(function* (
      inputs: ReadonlyArray<MutationInput>,
      quietly = false,
    ) {
      const mutations = yield* decodeMutations(inputs)
      const known = yield* withStorageErrors(
        sql.withTransaction(
          Effect.gen(function* () {
            const { known, last } = yield* journal.look(mutations)
            const fresh = firstOfEach(mutations).filter(({ eventId }) => !known.has(eventId))
            if (Arrays.isNonEmptyReadonlyArray(fresh)) yield* write(last, fresh)
            return known
          }),
        ),
      ).pipe(
        Effect.catchTag("QueryFailed", (error) =>
          Effect.fail((error.code & 0xff) === constraint ? taken : error),
        ),
      )
      const applied = mutations.filter(({ eventId }) => !known.has(eventId))
      if (!quietly) yield* live.invalidate(new Set(applied.flatMap(touchedBy)))
      const seen = new Set(known)
      return mutations.map(({ eventId }): MutationOutcome => {
        if (seen.has(eventId)) return "duplicate"
        seen.add(eventId)
        return "applied"
      })
    })

    return { apply } as const
  }),
}) {}

const firstOfEach = (mutations: ReadonlyArray<Mutation>): ReadonlyArray<Mutation> => {
  const seen = new Set<string>()
  return mutations.filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId))
}
