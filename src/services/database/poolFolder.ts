import { Effect, Option } from "effect"
import { storageErrorOf } from "./storageErrorOf.ts"

/**
 * The pool lies in the folder `openchat-<n>`, the greatest n there is. Setting a database aside makes the next
 * folder and leaves this one as it is, so that nothing is ever moved or deleted.
 */
const pattern = /^openchat-(\d+)$/

const newest = async (root: FileSystemDirectoryHandle): Promise<number> => {
  let greatest = 1
  for await (const name of root.keys()) greatest = Math.max(greatest, Number(pattern.exec(name)?.[1] ?? 1))
  return greatest
}

const numberOfPool = Effect.tryPromise({
  try: async () => newest(await navigator.storage.getDirectory()),
  catch: storageErrorOf,
})

export const currentPool = Effect.map(numberOfPool, (n) => `openchat-${n}`)

/** The one that was set aside last. */
export const formerPool = Effect.map(numberOfPool, (n) =>
  n > 1 ? Option.some(`openchat-${n - 1}`) : Option.none(),
)

/** The next opening begins with an empty database; the present one keeps its folder. */
export const setPoolAside = Effect.tryPromise({
  try: async () => {
    const root = await navigator.storage.getDirectory()
    await root.getDirectoryHandle(`openchat-${(await newest(root)) + 1}`, { create: true })
  },
  catch: storageErrorOf,
})
