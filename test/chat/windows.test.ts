import { assert, layer } from "@effect/vitest"
import { Effect, FastCheck } from "effect"
import type { MessageId } from "../../src/domain/Ids.ts"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { MessageWindows } from "../../src/services/chat/MessageWindows.ts"
import { Messages } from "../../src/services/chat/Messages.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { wipe } from "../support/tables.ts"

const chatId = chatIdOf(0)

const chat: MutationInput = { _tag: "CreateChat", eventId: eventIdOf(0), chatId, title: "Long" }

/** The n-th message, at the end of the branch unless it is given a parent. */
const message = (n: number, parentId?: MessageId | null, ofChat = chatId): MutationInput => ({
  _tag: "AddMessage",
  eventId: eventIdOf(n + 1),
  chatId: ofChat,
  messageId: messageIdOf(n),
  parentId,
  role: n % 2 === 0 ? "user" : "assistant",
  content: `turn ${n}`,
})

const line = (length: number) => Array.from({ length }, (_, n) => message(n))
const idsOf = (length: number) => Array.from({ length }, (_, n) => messageIdOf(n))

const make = (mutations: ReadonlyArray<MutationInput>) =>
  Effect.zipRight(
    wipe,
    Effect.flatMap(Mutations, (it) => it.apply(mutations)),
  )

const apply = (mutations: ReadonlyArray<MutationInput>) =>
  Effect.flatMap(Mutations, (it) => it.apply(mutations))

/** What somebody writes between two pages: at the end, and as another version of what was read already. */
const interruptions = FastCheck.array(FastCheck.constantFrom("nothing", "end", "version", "other chat"), {
  minLength: 1,
  maxLength: 6,
})

const interrupt = (what: string, n: number, last: MessageId) => {
  switch (what) {
    case "end":
      return apply([message(n)])
    case "version":
      return apply([message(n, last)])
    case "other chat": {
      const other = { chatId: chatIdOf(n), title: "Other" }
      return apply([
        { _tag: "CreateChat", eventId: eventIdOf(n + 5_000), ...other },
        message(n, undefined, other.chatId),
      ])
    }
    default:
      return Effect.void
  }
}

layer(TestApp)("a window", (it) => {
  it.effect.prop(
    "going up page by page gives every message once, whatever is written meanwhile",
    [FastCheck.integer({ min: 1, max: 40 }), FastCheck.integer({ min: 1, max: 9 }), interruptions],
    ([length, page, between]) =>
      Effect.gen(function* () {
        yield* make([chat, ...line(length)])
        const windows = yield* MessageWindows
        const last = messageIdOf(length - 1)
        let window = yield* windows.read({ chatId, anchor: null, before: page, after: 0 })
        let seen = window.messages.map(({ id }) => id)
        for (let n = 0; window.hasOlder; n++) {
          yield* interrupt(between[n % between.length] ?? "nothing", 100 + n, last)
          const anchor = seen[0] ?? null
          window = yield* windows.read({ chatId, anchor, before: page, after: 0 })
          seen = [...window.messages.map(({ id }) => id).filter((id) => id !== anchor), ...seen]
          assert.isAtMost(n, length)
        }
        assert.deepStrictEqual(seen, idsOf(length))
      }),
    { fastCheck: { numRuns: 40 } },
  )

  it.effect.prop(
    "going down from the first message gives every message once, those written meanwhile too",
    [FastCheck.integer({ min: 1, max: 40 }), FastCheck.integer({ min: 1, max: 9 }), FastCheck.nat(5)],
    ([length, page, added]) =>
      Effect.gen(function* () {
        yield* make([chat, ...line(length)])
        const windows = yield* MessageWindows
        const seen = [messageIdOf(0)]
        let more = true
        let n = 0
        while (more) {
          const anchor = seen.at(-1) ?? null
          const window = yield* windows.read({ chatId, anchor, before: 0, after: page })
          seen.push(...window.messages.map(({ id }) => id).filter((id) => id !== anchor))
          more = window.hasNewer
          if (more && n < added) yield* apply([message(length + n++)])
          assert.isAtMost(seen.length, length + added)
        }
        assert.deepStrictEqual(seen, idsOf(length + n))
      }),
    { fastCheck: { numRuns: 40 } },
  )

  it.effect.prop(
    "around any message holds it and its neighbours, and says truly whether there are more",
    [
      FastCheck.integer({ min: 1, max: 30 }),
      FastCheck.nat(29),
      FastCheck.nat(12),
      FastCheck.nat(12),
      FastCheck.uniqueArray(FastCheck.nat(29)),
    ],
    ([length, place, before, after, deleted]) =>
      Effect.gen(function* () {
        const at = place % length
        yield* make([chat, ...line(length)])
        const gone = deleted.filter((n) => n < length && n !== at)
        yield* apply(
          gone.map((n) => ({
            _tag: "DeleteMessage",
            eventId: eventIdOf(200 + n),
            chatId,
            messageId: messageIdOf(n),
          })),
        )
        const windows = yield* MessageWindows
        const window = yield* windows.read({ chatId, anchor: messageIdOf(at), before, after })
        const [first, last] = [Math.max(0, at - before), Math.min(length - 1, at + after)]
        assert.deepStrictEqual(
          window.messages.map(({ id }) => id),
          idsOf(length).filter((_, n) => n >= first && n <= last && !gone.includes(n)),
        )
        assert.deepStrictEqual([window.hasOlder, window.hasNewer], [first > 0, last < length - 1])
      }),
    { fastCheck: { numRuns: 40 } },
  )

  it.effect("of a chat that is not there, or has no message, is empty", () =>
    Effect.gen(function* () {
      yield* make([chat])
      const windows = yield* MessageWindows
      const empty = { messages: [], hasOlder: false, hasNewer: false }
      const query = { chatId, anchor: null, before: 10, after: 10 }
      assert.deepStrictEqual(yield* windows.read(query), empty)
      assert.deepStrictEqual(yield* windows.read({ ...query, chatId: chatIdOf(9) }), empty)
      assert.deepStrictEqual(yield* windows.read({ ...query, anchor: messageIdOf(9) }), empty)
    }),
  )

  it.effect(
    "around a message of another branch shows that branch, and the chat goes on showing its own",
    () =>
      Effect.gen(function* () {
        // 0 ─ 1 ─ 2, and 3 ─ 4 instead of 1 ─ 2
        yield* make([chat, ...line(3), message(3, messageIdOf(0)), message(4)])
        const windows = yield* MessageWindows
        const idsAround = (anchor: MessageId | null) =>
          Effect.map(windows.read({ chatId, anchor, before: 10, after: 10 }), ({ messages }) =>
            messages.map(({ id }) => id),
          )
        const ofBranch = [0, 1, 2].map((n) => messageIdOf(n))
        const ofOther = [0, 3, 4].map((n) => messageIdOf(n))
        assert.deepStrictEqual(yield* idsAround(messageIdOf(1)), ofBranch)
        assert.deepStrictEqual(yield* idsAround(null), ofOther)
        yield* Effect.flatMap(Messages, (it) => it.activate({ messageId: messageIdOf(1) }))
        assert.deepStrictEqual(yield* idsAround(null), ofBranch)
        assert.deepStrictEqual(yield* idsAround(messageIdOf(4)), ofOther)
      }),
  )

  it.effect("a chat of 3,000 messages is read, paged, edited at its top and brought back", () =>
    Effect.gen(function* () {
      const length = 3_000
      yield* make([chat, ...line(length)])
      const windows = yield* MessageWindows
      const whole = yield* windows.read({ chatId, anchor: null, before: 5_000, after: 0 })
      assert.deepStrictEqual(
        whole.messages.map(({ id }) => id),
        idsOf(length),
      )
      const end = yield* windows.read({ chatId, anchor: null, before: 50, after: 0 })
      assert.deepStrictEqual([end.messages.length, end.hasOlder, end.hasNewer], [50, true, false])
      yield* apply([message(length, messageIdOf(0))])
      const edited = yield* windows.read({ chatId, anchor: null, before: 5_000, after: 0 })
      assert.deepStrictEqual(
        edited.messages.map(({ id, siblings, siblingIndex }) => [id, siblings, siblingIndex]),
        [
          [messageIdOf(0), 1, 0],
          [messageIdOf(length), 2, 1],
        ],
      )
      yield* Effect.flatMap(Messages, (it) =>
        it.selectSibling({ messageId: messageIdOf(length), offset: -1 }),
      )
      const back = yield* windows.read({ chatId, anchor: null, before: 5_000, after: 0 })
      assert.deepStrictEqual(
        back.messages.map(({ id }) => id),
        idsOf(length),
      )
    }),
  )
})
