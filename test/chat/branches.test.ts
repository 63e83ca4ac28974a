import { assert, layer } from "@effect/vitest"
import { Clock, Effect, FastCheck, TestClock } from "effect"
import { MessageId } from "../../src/domain/Ids.ts"
import { MessageWindows } from "../../src/services/chat/MessageWindows.ts"
import { Messages } from "../../src/services/chat/Messages.ts"
import { Mutations } from "../../src/services/chat/Mutations.ts"
import { Integrity } from "../../src/services/debug/Integrity.ts"
import { makeBranchModel } from "../support/branchModel.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "../support/ids.ts"
import { TestApp } from "../support/platform.ts"
import { wipe } from "../support/tables.ts"

const which = FastCheck.nat(1_000)
const kind = <const K extends string>(value: K) => FastCheck.constant(value)
const small = FastCheck.nat(3)

const step = FastCheck.oneof(
  {
    weight: 4,
    arbitrary: FastCheck.record({
      kind: kind("end"),
      salt: small,
      at: FastCheck.option(small, { nil: undefined }),
    }),
  },
  {
    weight: 4,
    arbitrary: FastCheck.record({
      kind: kind("under"),
      parent: FastCheck.option(which),
      salt: small,
      at: FastCheck.option(small, { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: FastCheck.record({ kind: kind("delete"), message: which }) },
  { weight: 1, arbitrary: FastCheck.record({ kind: kind("restore"), message: which }) },
  { weight: 1, arbitrary: FastCheck.record({ kind: kind("activate"), message: which }) },
  {
    weight: 2,
    arbitrary: FastCheck.record({
      kind: kind("select"),
      message: which,
      offset: FastCheck.constantFrom<Array<-1 | 1>>(-1, 1),
    }),
  },
  { weight: 1, arbitrary: FastCheck.record({ kind: kind("wait") }) },
)
type Step = typeof step extends FastCheck.Arbitrary<infer A> ? A : never

const steps = FastCheck.array(step, { minLength: 1, maxLength: 25, size: "max" })
const chatId = chatIdOf(0)

/** Does to the chat and to the model what the steps say, and compares them after each. */
const compare = (all: ReadonlyArray<Step>) =>
  Effect.gen(function* () {
    yield* wipe
    const mutations = yield* Mutations
    const messages = yield* Messages
    const windows = yield* MessageWindows
    const model = makeBranchModel()
    yield* mutations.apply([{ _tag: "CreateChat", eventId: eventIdOf(0), chatId, title: "Tree" }])

    const take = Effect.fn(function* (it: Step, index: number) {
      const eventId = eventIdOf(index + 1)
      const existing = model.ids()
      const pick = (n: number) => existing[n % Math.max(1, existing.length)]
      const add = Effect.fn(function* (
        parentId: string | null | undefined,
        salt: number,
        at: number | undefined,
      ) {
        const messageId = messageIdOf(index, salt)
        const createdAt = at ?? (yield* Clock.currentTimeMillis)
        model.add(messageId, parentId === undefined ? model.leaf() : parentId, createdAt)
        yield* mutations.apply([
          {
            _tag: "AddMessage",
            eventId,
            chatId,
            messageId,
            parentId,
            createdAt: at,
            role: "user",
            content: `turn ${index}`,
          },
        ])
      })
      if (it.kind === "wait") return yield* TestClock.adjust("2 millis")
      if (it.kind === "end") return yield* add(undefined, it.salt, it.at)
      if (it.kind === "under") {
        return yield* add(it.parent === null ? null : (pick(it.parent) ?? null), it.salt, it.at)
      }
      const found = pick(it.message)
      if (found === undefined) return
      const messageId = MessageId.make(found)
      switch (it.kind) {
        case "delete":
          model.remove(messageId)
          yield* mutations.apply([{ _tag: "DeleteMessage", eventId, chatId, messageId }])
          return
        case "restore":
          model.restore(messageId)
          yield* mutations.apply([{ _tag: "RestoreMessage", eventId, chatId, messageId }])
          return
        case "activate":
          model.activate(messageId)
          return yield* messages.activate({ messageId })
        case "select":
          model.selectSibling(messageId, it.offset)
          return yield* messages.selectSibling({ messageId, offset: it.offset })
      }
    })

    for (const [index, it] of all.entries()) {
      yield* take(it, index)
      const whole = yield* windows.read({ chatId, anchor: null, before: 5_000, after: 0 })
      const shown = whole.messages.map(({ id, siblings, siblingIndex }) => ({ id, siblings, siblingIndex }))
      assert.deepStrictEqual(shown, model.shown(), `after step ${index}, ${it.kind}`)
      assert.deepStrictEqual([whole.hasOlder, whole.hasNewer], [false, false])
    }
    assert.deepStrictEqual((yield* Effect.flatMap(Integrity, (it) => it.check)).problems, [])
  })

layer(TestApp)("branches", (it) => {
  it.effect.prop(
    "B1: what a chat shows is the way down from the top by the chosen or the newest version at every fork",
    [steps],
    ([all]) => compare(all),
    { fastCheck: { numRuns: 60 }, timeout: 60_000 },
  )

  it.effect("B1: a message written on a hidden branch stays shown when the one before it is deleted", () =>
    compare([
      { kind: "end", salt: 0, at: undefined },
      { kind: "under", parent: null, salt: 0, at: undefined },
      { kind: "under", parent: 0, salt: 0, at: undefined },
      { kind: "delete", message: 2 },
      { kind: "delete", message: 0 },
    ]),
  )

  it.effect("B1: a version that was deleted has no neighbours to go to", () =>
    compare([
      { kind: "end", salt: 0, at: undefined },
      { kind: "under", parent: null, salt: 0, at: undefined },
      { kind: "under", parent: null, salt: 0, at: undefined },
      { kind: "delete", message: 2 },
      { kind: "select", message: 2, offset: 1 },
    ]),
  )
})
