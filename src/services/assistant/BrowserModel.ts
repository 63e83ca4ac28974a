import { Effect, Mailbox, Queue, Stream } from "effect"
import {
  type AssistantError,
  ContextTooLong,
  ModelFailed,
  ReplyCutOff,
} from "../../domain/errors/AssistantErrors.ts"
import type { BrowserJob, BrowserJobEnd } from "../../domain/rpc/BrowserModelRpcs.ts"
import type { Delta, Request } from "./Assistant.ts"
import { type Cleaner, makeCleaner } from "./makeCleaner.ts"

/** A page that lends the model of its browser. */
type Lender = Queue.Queue<BrowserJob>

interface Running {
  readonly lender: Lender
  readonly words: Mailbox.Mailbox<Delta, AssistantError>
  readonly cleaner: Cleaner
}

const nobody = new ModelFailed({ status: null, detail: "no open page has a model in its browser" })

const errorOf = ({ detail, outcome }: BrowserJobEnd): AssistantError | null => {
  switch (outcome) {
    case "complete":
      return null
    case "too-long":
      return new ContextTooLong()
    case "failed":
      return new ModelFailed({ status: null, detail })
  }
}

/** The model of the browser, which only a page may ask: https://developer.chrome.com/docs/ai/prompt-api */
export class BrowserModel extends Effect.Service<BrowserModel>()("openchat/BrowserModel", {
  sync: () => {
    const lenders = new Set<Lender>()
    const running = new Map<number, Running>()
    let last = 0

    /** What a page is to do, until it is closed. What it has not finished then breaks off. */
    const jobs = Stream.unwrapScoped(
      Effect.map(
        Effect.acquireRelease(
          Effect.tap(Queue.unbounded<BrowserJob>(), (lender) => Effect.sync(() => lenders.add(lender))),
          (lender) =>
            Effect.suspend(() => {
              lenders.delete(lender)
              const left = [...running.values()].filter((job) => job.lender === lender)
              return Effect.forEach(left, ({ words }) =>
                words.fail(new ReplyCutOff({ reason: "connection" })),
              )
            }),
        ),
        (lender) => Stream.fromQueue(lender),
      ),
    )

    /** @returns whether more is wanted */
    const deliver = (id: number, text: string): Effect.Effect<boolean> =>
      Effect.suspend(() => {
        const job = running.get(id)
        if (job === undefined) return Effect.succeed(false)
        return Effect.as(job.words.offer({ kind: "text", text: job.cleaner.clean(text) }), true)
      })

    const end = (id: number, how: BrowserJobEnd): Effect.Effect<void> =>
      Effect.suspend(() => {
        const job = running.get(id)
        if (job === undefined) return Effect.void
        const error = errorOf(how)
        const rest = job.words.offer({ kind: "text", text: job.cleaner.end() })
        return Effect.zipRight(rest, error === null ? job.words.end : job.words.fail(error))
      })

    const reply = ({ turns }: Pick<Request, "turns">): Stream.Stream<Delta, AssistantError> =>
      Stream.unwrapScoped(
        Effect.gen(function* () {
          // the page that came last: an older one may be asleep in the background
          const lender = [...lenders].at(-1)
          if (lender === undefined) return yield* nobody
          const words = yield* Mailbox.make<Delta, AssistantError>()
          last += 1
          const id = last
          running.set(id, { lender, words, cleaner: makeCleaner() })
          yield* Effect.addFinalizer(() => Effect.sync(() => running.delete(id)))
          yield* Queue.offer(lender, { id, turns })
          return Mailbox.toStream(words)
        }),
      )

    return { jobs, deliver, end, reply } as const
  },
}) {}
