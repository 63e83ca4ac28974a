import { SqlClient } from "@effect/sql"
import { Context, Effect, FastCheck, Layer } from "effect"
import { ConflictId, DeviceId, UserId } from "../../src/domain/Ids.ts"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { WorkerRpcs } from "../../src/domain/rpc/WorkerRpcs.ts"
import { Adoption } from "../../src/services/account/Adoption.ts"
import { ErrorHandler } from "../../src/services/errors/ErrorHandler.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { user } from "../simulation/actors.ts"
import { history, mutationsOf } from "../support/histories.ts"
import { chatIdOf, eventIdOf } from "../support/ids.ts"
import { MemoryDatabase, TestBrowser } from "../support/platform.ts"
import { makeRawPage } from "../support/rawPage.ts"
import { dump } from "../support/tables.ts"
import { handlersOn, openedOn, serve } from "../support/worker.ts"

type Ids = Readonly<Record<string, ReadonlyArray<string>>>

/** A worker with some chats, and a page that says to it what it likes. */
export class FuzzedWorker extends Context.Tag("openchat/test/FuzzedWorker")<
  FuzzedWorker,
  {
    readonly page: ReturnType<typeof makeRawPage>
    readonly newPage: () => ReturnType<typeof makeRawPage>
    /** Every row of every table. */
    readonly dump: Effect.Effect<unknown>
    /** What the check of the database finds to be wrong. */
    readonly integrity: Effect.Effect<unknown>
    /** Makes what there is to break, if it is not there any more, and answers its ids by the fields that name them. */
    readonly seed: Effect.Effect<Ids>
  }
>() {
  static readonly layer = Layer.scoped(
    FuzzedWorker,
    Effect.gen(function* () {
      const memory = yield* Layer.build(MemoryDatabase)
      const local = Layer.provide(LocalDatabase.layer, Layer.merge(Layer.succeedContext(memory), TestBrowser))
      yield* Effect.provide(
        Effect.flatMap(Adoption, (it) => it.adopt(user)),
        Layer.provide(local, handling),
      )
      const { hub } = yield* serve(WorkerRpcs, handlersOn(openedOn(Layer.succeedContext(memory))))
      const page = makeRawPage(hub.connect)
      const idsOf = (table: string, column = "id") =>
        Effect.flatMap(SqlClient.SqlClient, (sql) =>
          Effect.map(
            sql<{ id: string }>`SELECT ${sql(column)} AS id FROM ${sql(table)} ORDER BY id`,
            (rows) => rows.map(({ id }) => id),
          ),
        )
      const seed = Effect.gen(function* () {
        const { exit } = yield* page.ask("mutate", { mutations: seeds }, false)
        if (exit._tag !== "Success") return yield* Effect.dieMessage(JSON.stringify(exit))
        const [chatId, messageId] = yield* Effect.all([idsOf("chat"), idsOf("message")])
        const [userId, deviceId] = yield* Effect.all([idsOf("user"), idsOf("device")])
        const [conflictId, eventId] = yield* Effect.all([idsOf("conflict"), idsOf("sync_event")])
        const anchor = messageId
        const parentId = messageId
        const edits = messageId
        // side by side, so that one place in both names one thing
        const [entityType, entityId] = yield* Effect.all([
          idsOf("conflict", "entity_type"),
          idsOf("conflict", "entity_id"),
        ])
        const key = ["new", ...chatId]
        return {
          chatId,
          messageId,
          anchor,
          parentId,
          edits,
          entityType,
          entityId,
          key,
          userId,
          deviceId,
          conflictId,
          eventId,
        }
      })
      return {
        page,
        newPage: () => makeRawPage(hub.connect),
        integrity: Effect.map(page.ask("debug.checkIntegrity", undefined, false), ({ exit }) =>
          exit._tag === "Success" ? Reflect.get(Object(exit.value), "problems") : exit,
        ),
        dump: Effect.orDie(Effect.provide(dump, memory)),
        seed: Effect.orDie(Effect.provide(seed, memory)),
      }
    }),
  )
}

const [steps = []] = FastCheck.sample(history, { numRuns: 1, seed: 7 })
const handling = ErrorHandler.layer({ logging: false, cures: {} })
const nobody = { userId: UserId.make("u".repeat(21)), deviceId: DeviceId.make("d".repeat(21)) }

const conflict = (n: number, entityId: string): MutationInput => ({
  _tag: "KeepConflict",
  eventId: eventIdOf(900_000 + n),
  conflictId: ConflictId.make(eventIdOf(910_000 + n)),
  conflict: {
    entityType: "chat",
    entityId,
    field: "title",
    localValue: '"mine"',
    cloudValue: '"theirs"',
    baseValue: null,
    deviceId: nobody.deviceId,
    createdAt: 1,
    resolvedAt: null,
    resolution: null,
  },
})

const seeds: ReadonlyArray<MutationInput> = [
  ...mutationsOf(steps, nobody).filter((it) => !("userId" in it) && !("deviceId" in it)),
  conflict(0, chatIdOf(0)),
  conflict(1, "of another version"),
]
