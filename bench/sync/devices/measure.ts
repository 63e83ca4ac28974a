import { Effect } from "effect"
import type { Person } from "./Plan.ts"

/** What one round of a line came to. */
export interface Measured {
  /** What was done so often: pushes, rows, devices. */
  readonly count: number
  /** Milliseconds, by what they are of. */
  readonly times: Readonly<Record<string, ReadonlyArray<number>>>
}

/** What the benchmark is told. It looks at the processor time and memory of everybody at each begin and end. */
type Told =
  | { readonly _tag: "begin" }
  | ({ readonly _tag: "end"; readonly line: string; readonly seconds: number } & Measured)
  | { readonly _tag: "done"; readonly people: ReadonlyArray<Person> }

export const tell = (told: Told) => Effect.sync(() => process.send?.(told))

/** One round of a line. */
export const measure = <E, R>(line: string, work: Effect.Effect<Measured, E, R>) =>
  Effect.gen(function* () {
    yield* tell({ _tag: "begin" })
    const began = performance.now()
    const measured = yield* work
    yield* tell({ _tag: "end", line, seconds: (performance.now() - began) / 1000, ...measured })
  })

/** Does it, and says how many milliseconds it took. */
export const timed = <A, E, R>(work: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const began = performance.now()
    const answer = yield* work
    return [answer, performance.now() - began] as const
  })

/** One after the other for so long, and how long each took. */
export const forSeconds = <E, R>(seconds: number, work: Effect.Effect<unknown, E, R>) =>
  Effect.gen(function* () {
    const end = performance.now() + seconds * 1000
    const times: Array<number> = []
    while (performance.now() < end) {
      const [, took] = yield* timed(work)
      times.push(took)
    }
    return times
  })

/** Rounds in which all of them do their work one after the other, each beside the others. */
export const besideEachOther = <E, R>(
  line: string,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
  workers: ReadonlyArray<Effect.Effect<unknown, E, R>>,
  each = 1,
) =>
  Effect.repeatN(
    measure(
      line,
      Effect.map(
        Effect.forEach(workers, (work) => forSeconds(seconds, work), { concurrency: "unbounded" }),
        (all) => ({ count: all.flat().length * each, times: { each: all.flat() } }),
      ),
    ),
    rounds - 1,
  )
