import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Option } from "effect"
import { Additions } from "../../src/server/sync/Additions.ts"
import { ConflictLog } from "../../src/server/sync/ConflictLog.ts"
import { Recorded } from "../../src/server/sync/Recorded.ts"
import { Registrations } from "../../src/server/sync/Registrations.ts"
import { Spaces } from "../../src/server/sync/Spaces.ts"
import { Journal } from "../../src/services/journal/Journal.ts"
import { Outbox } from "../../src/services/sync/Outbox.ts"
import { RemoteRows } from "../../src/services/sync/RemoteRows.ts"
import { type Options, simulate } from "./simulate.ts"

/** Replaces a method of a service that is already built: nothing in the product can do that. */
const replace = <S extends object>(service: S, methods: Partial<S>) => void Object.assign(service, methods)

const half = () => {
  let n = 0
  return () => (n += 1) % 2 === 0
}

const sabotages: ReadonlyArray<{
  readonly rule: string
  readonly how: string
  readonly tamper: NonNullable<Options["tamper"]>
  readonly restores?: boolean
  /** The history that was the first to show it, and is run first: to look elsewhere only takes longer. */
  readonly shownBy?: number
}> = [
  {
    rule: "S1",
    how: "every other change is made without an event",
    tamper: {
      device: (context) => {
        const journal = Context.get(context, Journal)
        const { append } = journal
        const skips = half()
        replace(journal, { append: (last, entries) => (skips() ? Effect.void : append(last, entries)) })
      },
    },
  },
  {
    rule: "S2",
    how: "the server counts one event too many",
    tamper: {
      server: (context) => {
        const registrations = Context.get(context, Registrations)
        const { arrived } = registrations
        replace(registrations, { arrived: (id, last, now) => arrived(id, last + 1, now) })
      },
    },
  },
  {
    rule: "S3",
    how: "the server does not know what it has seen",
    tamper: {
      server: (context) => {
        const recorded = Context.get(context, Recorded)
        replace(recorded, { find: () => Effect.succeed({ outcomes: new Map(), oldest: 0 }) })
      },
    },
  },
  {
    rule: "S4",
    how: "an event that cannot be taken fails its whole push",
    tamper: {
      server: (context) => {
        const additions = Context.get(context, Additions)
        const { addMessage } = additions
        replace(additions, {
          addMessage: (batch, event, mutation) =>
            mutation.content.startsWith("tea") ? Effect.die("no tea") : addMessage(batch, event, mutation),
        })
      },
    },
  },
  {
    rule: "S5",
    how: "the server's rows are shown without what waits",
    shownBy: 5,
    tamper: {
      device: (context) => {
        replace(Context.get(context, Outbox), { overlay: () => Effect.succeed(new Map()) })
      },
    },
  },
  {
    rule: "S6",
    how: "a device leaves out some of the rows",
    tamper: {
      device: (context) => {
        const rows = Context.get(context, RemoteRows)
        const { apply } = rows
        replace(rows, { apply: (all) => apply(all.filter(({ row }) => row.version % 5 !== 0)) })
      },
    },
  },
  {
    rule: "S7",
    how: "nothing is kept of what lost",
    shownBy: 2,
    tamper: {
      server: (context) => {
        replace(Context.get(context, ConflictLog), {
          keep: () => Effect.succeed(true),
          keepEdits: () => Effect.void,
        })
      },
    },
  },
  {
    rule: "S8",
    how: "a device calls synced what it is only about to send",
    shownBy: 6,
    tamper: {
      device: (context) => {
        const outbox = Context.get(context, Outbox)
        const { acknowledge, next } = outbox
        replace(outbox, {
          next: Effect.tap(next, (events) =>
            acknowledge(
              events.map(({ id, number }) => ({ eventId: id, number, outcome: "applied", reason: null })),
            ),
          ),
        })
      },
    },
  },
  {
    rule: "S9",
    how: "a restored server is taken for the one it was",
    shownBy: 2,
    restores: true,
    tamper: {
      server: (context) => {
        replace(Context.get(context, Spaces), { recognise: () => Effect.as(Effect.void, undefined) })
      },
      device: (context) => {
        replace(Context.get(context, Outbox), { acknowledged: Effect.succeed(0) })
      },
    },
  },
]

/** What shows that a rule was broken, where it is not the rule's own check: the damage that it prevents. */
const alsoBy: Readonly<Record<string, ReadonlyArray<string>>> = {
  S3: ["S4", "device"],
  S4: ["S4", "device"],
  S9: ["S4", "S6", "S7"],
}

const histories = 12

describe("a rule that is broken on purpose is noticed", () => {
  it.effect.each(sabotages)(
    "$rule: $how",
    ({ restores, rule, shownBy = 1, tamper }) =>
      Effect.gen(function* () {
        const signs = [rule, ...(alsoBy[rule] ?? [])]
        let found = Option.none<string>()
        for (let n = 0; n < histories && Option.isNone(found); n++) {
          const seed = ((shownBy - 1 + n) % histories) + 1
          const { problems } = yield* simulate(seed, {
            steps: 120,
            tamper,
            restores: restores ?? false,
          })
          found = Option.fromNullable(
            problems.find((problem) => signs.some((sign) => problem.startsWith(sign))),
          )
        }
        assert.isTrue(Option.isSome(found), `${rule} was broken in ${histories} histories and nobody noticed`)
      }),
    120_000,
  )
})
