import { assert, layer } from "@effect/vitest"
import { Effect, Schema, TestClock } from "effect"
import { ChatId, ConflictId } from "../../src/domain/Ids.ts"
import { Mutation, type MutationInput } from "../../src/domain/Mutation.ts"
import { touchedBy } from "../../src/domain/QueryKey.ts"
import { Accounts } from "../../src/services/account/Accounts.ts"
import { Chats } from "../../src/services/chat/Chats.ts"
import { Messages } from "../../src/services/chat/Messages.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { History } from "../../src/services/debug/History.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { ThisDevice } from "../../src/services/device/ThisDevice.ts"
import { LiveQueries, makeAnswers } from "../../src/services/live/LiveQueries.ts"
import type { LiveQuery } from "../../src/services/live/LiveQuery.ts"
import { Cloud } from "../../src/services/sync/Cloud.ts"
import { Conflicts } from "../../src/services/sync/Conflicts.ts"
import { history, mutationsOf } from "../support/histories.ts"
import { chatIdOf, eventIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { wipe } from "../support/tables.ts"

/** Everything that a page can watch, of every chat that a history can make. */
const queries = Effect.gen(function* () {
  const [chats, messages, device, events] = yield* Effect.all([Chats, Messages, ThisDevice, History])
  const [account, cloud, conflicts] = yield* Effect.all([Accounts, Cloud, Conflicts])
  const all: ReadonlyArray<LiveQuery<unknown>> = [
    ...(["active", "archived", "trash"] as const).map((shelf) => chats.watch({ shelf, limit: 50 })),
    ...Array.from({ length: 21 }, (_, n) => ChatId.make(chatIdOf(n))).flatMap((chatId) => [
      chats.watchOne({ chatId }),
      messages.watch({ chatId, anchor: null, before: 100, after: 0 }),
    ]),
    device.watch,
    events.watch({ limit: 100 }),
    account.watch,
    cloud.config,
    cloud.devices,
    cloud.refused,
    conflicts.watch({ open: true, limit: 100 }),
    conflicts.watch({ open: false, limit: 100 }),
  ]
  return all
})

const answers = (all: ReadonlyArray<LiveQuery<unknown>>) =>
  Effect.forEach(all, ({ run }) => Effect.map(run, (answer) => JSON.stringify(answer)))

/** Applies them one by one to an empty database. */
const changesOnlyWhatItTouches = (inputs: ReadonlyArray<MutationInput>) =>
  Effect.gen(function* () {
    yield* wipe
    const mutations = yield* Mutations
    const all = yield* queries
    let before = yield* answers(all)
    for (const input of inputs) {
      yield* TestClock.adjust("1 milli")
      yield* mutations.apply([input])
      const after = yield* answers(all)
      assert.notDeepEqual(after, before)
      const touched = touchedBy(yield* Schema.decode(Mutation)(input))
      for (const [index, { keys }] of all.entries()) {
        if (before[index] === after[index]) continue
        assert.isTrue(
          keys.some((key) => touched.includes(key)),
          `${input._tag} changes what reads ${keys.join(", ")}`,
        )
      }
      before = after
    }
  })

layer(TestApp)("what a page watches", (it) => {
  it.effect.prop(
    "Q1: an answer that a mutation changes has a key that the mutation touches",
    [history],
    ([steps]) => Effect.flatMap(Identity, (who) => changesOnlyWhatItTouches(mutationsOf(steps, who))),
    { fastCheck: { numRuns: 15 }, timeout: 60_000 },
  )

  it.effect("Q1: a conflict that is kept and settled is one that its readers hear of", () =>
    Effect.gen(function* () {
      const { deviceId } = yield* Identity
      const conflictId = ConflictId.make(eventIdOf(77))
      yield* changesOnlyWhatItTouches([
        {
          _tag: "KeepConflict",
          eventId: eventIdOf(1),
          conflictId,
          conflict: {
            entityType: "chat",
            entityId: chatIdOf(1),
            field: "title",
            localValue: `"a"`,
            cloudValue: `"b"`,
            baseValue: null,
            deviceId,
            createdAt: 0,
            resolvedAt: null,
            resolution: null,
          },
        },
        { _tag: "ResolveConflict", eventId: eventIdOf(2), conflictId, resolution: "merge" },
      ])
      const conflicts = yield* Conflicts
      assert.deepStrictEqual(
        (yield* conflicts.list({ open: false, limit: 9 })).map(({ id, resolution }) => [id, resolution]),
        [[conflictId, "merge"]],
      )
      assert.strictEqual(yield* conflicts.openCount, 0)
    }),
  )

  it.scoped("a batch that is rolled back invalidates nothing", () =>
    Effect.gen(function* () {
      yield* wipe
      const mutations = yield* Mutations
      const live = yield* LiveQueries
      const seen: Array<number> = []
      const run = Effect.sync(() => seen.push(0))
      const box = yield* makeAnswers<number>()
      yield* Effect.forkScoped(live.feed(box, { keys: ["chats"], run }))
      yield* Effect.repeatN(Effect.yieldNow(), 100)
      const create = { _tag: "CreateChat", eventId: eventIdOf(1), chatId: chatIdOf(1), title: "x" } as const
      const missing = { _tag: "DeleteChat", eventId: eventIdOf(2), chatId: chatIdOf(9) } as const
      yield* Effect.flip(mutations.apply([create, missing]))
      yield* Effect.repeatN(Effect.yieldNow(), 100)
      assert.strictEqual(seen.length, 1)
      // and neither does a repeat
      yield* mutations.apply([create])
      yield* Effect.repeatN(Effect.yieldNow(), 100)
      yield* mutations.apply([create])
      yield* Effect.repeatN(Effect.yieldNow(), 100)
      assert.strictEqual(seen.length, 2)
    }),
  )
})
