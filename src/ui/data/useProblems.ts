import { onMount } from "solid-js"
import { describe } from "../../domain/errors/AppError.ts"
import { follow } from "../client/runtime.ts"

/** The same trouble is told again only after this time: a live query that fails may fail with every change. */
const quietMillis = 60_000

/** Tells failures that no call is waiting for, as the sentences a person reads. */
export const useProblems = (tell: (sentence: string) => void): void => {
  const told = new Map<string, number>()
  onMount(() =>
    follow(
      (client) => client.problems.watch(undefined, { asMailbox: true }),
      (error) => {
        const now = performance.now()
        if (now - (told.get(error._tag) ?? Number.NEGATIVE_INFINITY) < quietMillis) return
        told.set(error._tag, now)
        tell(describe(error))
      },
    ),
  )
}
