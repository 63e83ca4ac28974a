import { SqlClient } from "@effect/sql"
import { Effect, Option, Predicate } from "effect"
import type { StorageError } from "../../domain/errors/StorageErrors.ts"
import type { QueryKey } from "../../domain/QueryKey.ts"
import { batchEvents, type EventOutcome, type Pushed, type PushedEvent } from "../../domain/sync/Protocol.ts"
import { rowId } from "../../domain/sync/Row.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { Identity } from "../device/Identity.ts"
import { HybridClock } from "../journal/HybridClock.ts"
import { SyncEventRepo } from "../journal/SyncEventRepo.ts"
import { LiveQueries } from "../live/LiveQueries.ts"
import type { CloudConnection } from "./CloudApi.ts"
import { Outbox } from "./Outbox.ts"
import { RemoteRows } from "./RemoteRows.ts"

/** Corrections of one push, above which something else is wrong. */
const maxCorrections = 3

/** Why the server refused each of the events that are sent without their texts. */
type Stripped = ReadonlyMap<string, string>

/**
 * An event that is larger than the server takes, without what it says: the server knows no such mutation, so it records
 * a refusal under the event's number, and answers what the rows are that are named.
 */
const withoutTexts = (event: PushedEvent): PushedEvent => {
  const fields = Object.entries(Predicate.isRecord(event.mutation) ? event.mutation : {})
  const ids = fields.filter(([field]) => field.endsWith("Id"))
  return { ...event, replaced: null, mutation: { ...Object.fromEntries(ids), _tag: "TooLarge" } }
}

/** Sends the changes that wait. It leaves the database as whole as it found it, wherever it is cut. */
export class Uploads extends Effect.Service<Uploads>()("openchat/Uploads", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const clock = yield* HybridClock
    const events = yield* SyncEventRepo
    const live = yield* LiveQueries
    const outbox = yield* Outbox
    const rows = yield* RemoteRows
    const { deviceId } = yield* Identity

    /** What the server will never have is not shown any longer; its text stays in the outbox as refused. */
    const removeRefused = Effect.fnUntraced(function* (answer: Pushed) {
      const there = new Set(answer.rows.map(rowId))
      const keys: Array<QueryKey> = []
      for (const { eventId, outcome } of answer.outcomes) {
        const event = outcome === "refused" ? Option.getOrNull(yield* events.byId(eventId)) : null
        if (event === null) continue
        const { entityId, entityType } = event
        if (there.has(entityId) || (entityType !== "chat" && entityType !== "message")) continue
        keys.push(...(yield* rows.remove(entityType, entityId)))
      }
      return keys
    })

    /** S1, S5: what was acknowledged and what became of it, at once. */
    const settle = (answer: Pushed) => {
      const change = Effect.gen(function* () {
        yield* outbox.acknowledge(answer.outcomes)
        const keys = yield* rows.apply(answer.rows)
        yield* clock.observe(answer.rows.flatMap(({ row }) => Object.values(row.clocks)))
        const gone = yield* removeRefused(answer)
        return [...keys, ...gone, "events" as const]
      })
      return Effect.flatMap(withStorageErrors(sql.withTransaction(change)), live.invalidate)
    }

    /** Refused because it was stripped, which says nothing to a person: the reason is why it had to be. */
    const explained = (answer: Pushed, stripped: Stripped): Pushed => ({
      ...answer,
      outcomes: answer.outcomes.map((it) =>
        it.outcome === "refused" ? { ...it, reason: stripped.get(it.eventId) ?? it.reason } : it,
      ),
    })

    /** Sends what waits, oldest first, until nothing does, and answers what became of it. */
    const push = Effect.fn("Uploads.push")(function* (cloud: CloudConnection, epoch: string) {
      const outcomes: Array<EventOutcome> = []
      const stripped = new Map<string, string>()
      let corrections = 0
      let most = batchEvents
      const correct = <E>(error: E, repair: Effect.Effect<unknown, StorageError>) =>
        Effect.suspend((): Effect.Effect<null, E | StorageError> => {
          corrections += 1
          return corrections > maxCorrections ? Effect.fail(error) : Effect.as(repair, null)
        })

      for (;;) {
        const waiting = yield* outbox.nextUpTo(most)
        const [first] = waiting
        if (first === undefined) return outcomes
        const batch = waiting.map((event) => (stripped.has(event.id) ? withoutTexts(event) : event))
        const answer = yield* cloud.push({ deviceId, epoch, events: batch }).pipe(
          Effect.catchTags({
            NumberGap: (error) => correct(error, outbox.renumber(error.expected)),
            ClockSkew: (error) =>
              correct(error, Effect.zipRight(clock.correct(error.offset), outbox.restamp(error.offset))),
            // S4: fewer at once, and at last one alone without its texts
            PayloadTooLarge: (error) => {
              if (batch.length === 1 && stripped.has(first.id)) return Effect.fail(error)
              if (batch.length === 1) {
                stripped.set(first.id, `it has ${error.bytes} bytes, and the server takes ${error.limit}`)
              }
              most = Math.max(1, Math.floor(batch.length / 2))
              return Effect.succeed(null)
            },
          }),
        )
        if (answer === null) continue
        const known = explained(answer, stripped)
        yield* settle(known)
        outcomes.push(...known.outcomes)
        most = Math.min(batchEvents, most * 2)
      }
    })

    return { push } as const
  }),
}) {}
