import { SqlClient } from "@effect/sql"
import { assert, layer } from "@effect/vitest"
import { Effect, FastCheck } from "effect"
import type { MessageId } from "../../src/domain/Ids.ts"
import type { Row } from "../../src/domain/sync/Row.ts"
import { Branches } from "../../src/services/chat/Branches.ts"
import { MessageRepo } from "../../src/services/chat/MessageRepo.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import { RemoteRows, type Source } from "../../src/services/sync/RemoteRows.ts"
import { chatIdOf, messageIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { wipe } from "../support/tables.ts"

const chatId = chatIdOf(0)
const turns = 14

/** A message of the tree: below which earlier one it lies, and how old it is. */
const turn = FastCheck.record({
  below: FastCheck.option(FastCheck.nat(turns), { freq: 8 }),
  /** As in most chats, a message mostly follows the one before. */
  follows: FastCheck.boolean(),
  at: FastCheck.nat(4),
})
type Turn = typeof turn extends FastCheck.Arbitrary<infer A> ? A : never

/** In which pages they come. One may come again, with another life. */
const arrival = FastCheck.record({
  which: FastCheck.nat(turns),
  deleted: FastCheck.constantFrom(true, false, false),
})
const chunks = FastCheck.array(FastCheck.array(arrival, { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 8,
})
type Arrival = typeof arrival extends FastCheck.Arbitrary<infer A> ? A : never

const parentOf = (all: ReadonlyArray<Turn>, index: number): MessageId | null => {
  const it = all[index]
  if (it === undefined || index === 0) return null
  if (it.follows) return messageIdOf(index - 1)
  return it.below === null ? null : messageIdOf(it.below % index)
}

/** The message and all above it. */
const wayTo = (
  all: ReadonlyArray<Turn>,
  index: number,
): readonly [MessageId, ...ReadonlyArray<MessageId>] => {
  const parent = all.findIndex((_, at) => messageIdOf(at) === parentOf(all, index))
  return parent < 0 ? [messageIdOf(index)] : [messageIdOf(index), ...wayTo(all, parent)]
}

const rowOf = (all: ReadonlyArray<Turn>, { deleted, which }: Arrival, version: number): Row => {
  const index = which % all.length
  return {
    entity: "message",
    row: {
      id: messageIdOf(index),
      chatId,
      parentId: parentOf(all, index),
      edits: null,
      role: "user",
      content: `turn ${index}`,
      status: "complete",
      model: null,
      createdAt: all[index]?.at ?? 0,
      updatedAt: version,
      deletedAt: deleted ? version : null,
      version,
      clocks: {},
      versions: {},
    },
  }
}

const chatRow = Effect.map(Identity, ({ userId }): Row => ({
  entity: "chat",
  row: {
    id: chatId,
    userId,
    title: "Tree",
    model: null,
    systemPrompt: null,
    pinned: false,
    archived: false,
    folder: null,
    createdAt: 2,
    updatedAt: 2,
    deletedAt: null,
    version: 1,
    clocks: {},
    versions: {},
  },
}))

/** What is derived from the messages of the chat. */
const derived = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  return yield* sql`SELECT leaf_id AS "leafId", active_at AS "activeAt" FROM chat`
})

layer(TestApp)("rows of the server", (it) => {
  it.effect.prop(
    "B1: however messages arrive, the chat shows what it would show if it were settled as a whole",
    [
      FastCheck.array(turn, { minLength: 1, maxLength: turns }),
      chunks,
      FastCheck.array(FastCheck.nat(turns), { maxLength: 2 }),
      FastCheck.constantFrom<Array<Source>>("changes", "snapshot"),
    ],
    ([all, pages, choices, source]) =>
      Effect.gen(function* () {
        yield* wipe
        const rows = yield* RemoteRows
        const branches = yield* Branches
        const messages = yield* MessageRepo
        yield* rows.apply([yield* chatRow], source)
        for (const [index, page] of pages.entries()) {
          const arrived = page.map((it) => rowOf(all, it, index + 2))
          yield* rows.apply(arrived, source)
          const shown = yield* derived
          yield* branches.settle([chatId])
          assert.deepStrictEqual(shown, yield* derived, `after page ${index}`)
          const [wanted, ...others] = wayTo(all, (choices[index] ?? 0) % all.length)
          // nobody can choose what is not shown anywhere, for want of what it answers
          const there = yield* messages.byIds([wanted, ...others])
          if (index < choices.length && there.length > others.length) yield* branches.activate(wanted)
        }
      }),
    { fastCheck: { numRuns: 300 }, timeout: 60_000 },
  )

  it.effect("a row that a page has twice is there once, as it was last", () =>
    Effect.gen(function* () {
      yield* wipe
      const all: ReadonlyArray<Turn> = [{ below: null, follows: true, at: 3 }]
      const rows = yield* RemoteRows
      yield* rows.apply([
        yield* chatRow,
        rowOf(all, { which: 0, deleted: false }, 2),
        rowOf(all, { which: 0, deleted: true }, 3),
      ])
      const [message] = yield* Effect.flatMap(MessageRepo, (it) => it.byIds([messageIdOf(0)]))
      assert.strictEqual(message?.deletedAt, 3)
    }),
  )
})
