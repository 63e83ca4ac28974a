import { SqlClient } from "@effect/sql"
import { Clock, Effect, ParseResult, Predicate } from "effect"
import { decodeUntrusted } from "../../domain/decodeUntrusted.ts"
import { ClockSkew, EpochMismatch, NumberGap } from "../../domain/errors/SyncErrors.ts"
import type { UserId } from "../../domain/Ids.ts"
import { Mutation } from "../../domain/Mutation.ts"
import type { EntityType, SyncEvent } from "../../domain/SyncEvent.ts"
import { maxContentBytes } from "../../domain/Text.ts"
import { textBytes } from "../../domain/textBytes.ts"
import { changeOf } from "../../domain/sync/changes.ts"
import {
  type EventOutcome,
  maxSkew,
  type Push,
  type Pushed,
  type PushedEvent,
} from "../../domain/sync/Protocol.ts"
import { millisOf, parseTimestamp } from "../../domain/Timestamp.ts"
import { withStorageErrors } from "../../services/database/storageErrorOf.ts"
import { Additions } from "./Additions.ts"
import { type Batch, makeBatch } from "./Batch.ts"
import { Merges } from "./Merges.ts"
import { Pokes } from "./Pokes.ts"
import { Recorded } from "./Recorded.ts"
import { Registrations } from "./Registrations.ts"
import { refused, type Result } from "./Result.ts"
import { Rows } from "./Rows.ts"
import { withServerErrors } from "./serverErrorOf.ts"
import { Spaces } from "./Spaces.ts"

const decode = decodeUntrusted(Mutation)

/**
 * SQLite's result codes by which an event can be to blame: an error of the statement, too large, a constraint, a type.
 * Any other, like no memory, may pass, and nothing is refused for it.
 */
const ofEvent: ReadonlySet<number> = new Set([1, 18, 19, 20])

/** UTF-16 units of content in the rows of one answer, above which the rest of a push waits for the next. */
const answerBytes = 1_500_000

/** Takes the changes of devices, in order, each at most once. */
export class Pushes extends Effect.Service<Pushes>()("openchat/server/Pushes", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const additions = yield* Additions
    const merges = yield* Merges
    const pokes = yield* Pokes
    const recorded = yield* Recorded
    const registrations = yield* Registrations
    const rows = yield* Rows
    const spaces = yield* Spaces

    const dispatch = (batch: Batch, event: PushedEvent, mutation: Mutation) => {
      if (mutation._tag === "CreateChat") return additions.createChat(batch, event, mutation)
      if (mutation._tag === "AddMessage") return additions.addMessage(batch, event, mutation)
      if (mutation._tag === "KeepConflict") return additions.keepConflict(batch, mutation)
      const change = changeOf(mutation, event.timestamp)
      return change === null
        ? Effect.succeed(refused("it changes nothing"))
        : merges.merge(batch, event, mutation, change)
    }

    /** S4: whatever is wrong with one event, for good, is the answer to that event alone. */
    const applyOne = Effect.fnUntraced(function* (batch: Batch, event: PushedEvent) {
      if (parseTimestamp(event.timestamp).device !== batch.deviceId) {
        return [refused("its timestamp is of another device"), null] as const
      }
      const decoded = decode(event.mutation)
      if (decoded._tag === "Left") {
        const [issue] = ParseResult.ArrayFormatter.formatErrorSync(decoded.left)
        return [
          refused(`it is not valid: ${issue?.path.join(".")} ${issue?.message}`.slice(0, 300)),
          null,
        ] as const
      }
      const mutation = decoded.right
      if (mutation.eventId !== event.id) return [refused("it has two ids"), null] as const
      const bytes = textBytes(mutation)
      if (bytes > maxContentBytes) {
        return [refused(`its text has ${bytes} bytes, ${maxContentBytes} are allowed`), null] as const
      }
      const [touched, version] = [batch.touched().length, batch.version()]
      const result = yield* withStorageErrors(sql.withTransaction(dispatch(batch, event, mutation))).pipe(
        Effect.catchIf(
          (error) => error._tag === "QueryFailed" && ofEvent.has(error.code & 0xff),
          (error) =>
            Effect.sync((): Result => {
              batch.rewind(touched, version)
              const code = error._tag === "QueryFailed" ? error.code : 1
              return refused(`the server's database could not take it (code ${code})`)
            }),
        ),
      )
      return [result, mutation] as const
    })

    /** Applies one event and keeps what became of it, for whoever sends it again. */
    const take = Effect.fnUntraced(function* (batch: Batch, event: PushedEvent) {
      const [result, mutation] = yield* applyOne(batch, event)
      yield* recorded.append(batch, event, mutation, result)
      return { eventId: event.id, number: event.number, ...result }
    })

    const apply = Effect.fnUntraced(function* (userId: UserId, push: Push) {
      // before anything is read: the same push may be on its way twice
      const head = yield* spaces.hold(userId)
      const device = yield* registrations.hold(userId, push.deviceId)
      const epoch = yield* spaces.epoch
      if (push.epoch !== epoch) return yield* new EpochMismatch({ known: push.epoch, found: epoch })
      const now = yield* Clock.currentTimeMillis
      const ahead = Math.max(...push.events.map(({ timestamp }) => millisOf(timestamp) - now))
      if (ahead > maxSkew) return yield* new ClockSkew({ offset: ahead })

      const batch = makeBatch(userId, push.deviceId, head, now)
      const { oldest, outcomes: found } = yield* recorded.find(userId, push.deviceId, push.events)
      const known = new Map(found)
      const outcomes: Array<EventOutcome> = []
      let last = device.lastNumber
      for (const event of push.events) {
        const before = known.get(event.id)
        // the rest is sent again: an answer of any size would not be understood
        if (batch.weight() > answerBytes) break
        if (before !== undefined) {
          // S3: what was answered then is answered again
          outcomes.push({ eventId: event.id, number: event.number, ...before })
        } else if (event.number <= last && event.number < oldest) {
          // applied so long ago that its record was pruned
          outcomes.push({ eventId: event.id, number: event.number, outcome: "duplicate", reason: null })
        } else if (event.number !== last + 1) {
          return yield* new NumberGap({ expected: last + 1, received: event.number })
        } else {
          const taken = yield* take(batch, event)
          outcomes.push(taken)
          // an id that comes twice is one event
          known.set(event.id, { outcome: taken.outcome, reason: taken.reason })
          last = event.number
        }
      }
      if (batch.touched().length > 0) yield* spaces.advance(userId, batch.touched())
      yield* registrations.arrived(push.deviceId, last, now)
      const names = [...push.events.slice(0, outcomes.length).flatMap(entityOf), ...batch.touched()]
      const answer: Pushed = { outcomes, rows: yield* rows.load(userId, unique(names)), serverTime: now }
      return { answer, version: batch.touched().length > 0 ? batch.version() : null }
    })

    /**
     * S2, S3: all of the events that are new, in one transaction with the record of what became of them.
     *
     * @throws NumberGap, ClockSkew, EpochMismatch, Forbidden if the push as a whole cannot be taken; nothing is changed
     */
    const push = Effect.fn("Pushes.push")(
      function* (userId: UserId, push: Push) {
        if (push.events.length === 0) {
          const empty: Pushed = { outcomes: [], rows: [], serverTime: yield* Clock.currentTimeMillis }
          return empty
        }
        const { answer, version } = yield* withStorageErrors(sql.withTransaction(apply(userId, push)))
        if (version !== null) yield* pokes.publish(userId, version)
        return answer
      },
      (effect) => withServerErrors(effect),
    )

    return { push } as const
  }),
}) {}

type Name = Pick<SyncEvent, "entityType" | "entityId">

const ids: ReadonlyArray<readonly [EntityType, string]> = [
  ["chat", "chatId"],
  ["message", "messageId"],
  ["user", "userId"],
  ["sync_config", "userId"],
  ["device", "deviceId"],
  ["conflict", "conflictId"],
]

/**
 * The rows that an event speaks of, also if it changed nothing or could not be read: the device must learn what they
 * are. Whose they are is checked when they are loaded.
 */
const entityOf = ({ mutation }: PushedEvent): ReadonlyArray<Name> => {
  const fields = new Map(Object.entries(Predicate.isRecord(mutation) ? mutation : {}))
  return ids.flatMap(([entityType, field]) => {
    const entityId = fields.get(field)
    return typeof entityId === "string" ? [{ entityType, entityId }] : []
  })
}

const unique = (names: ReadonlyArray<Name>): ReadonlyArray<Name> =>
  Array.from(new Map(names.map((name) => [`${name.entityType}:${name.entityId}`, name])).values())
