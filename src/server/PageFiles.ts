import { Etag, FileSystem, Path } from "@effect/platform"
import { Effect, Option } from "effect"
import { contentTypeOf } from "./contentTypes.ts"
import { acceptedEncodings } from "./encodings.ts"
import { PageNotBuilt } from "./ServerErrors.ts"

/** A file as it goes out: what to read, and what to say about it. */
export interface PageFile {
  readonly path: string
  readonly headers: Record<string, string>
}

/** Names under `assets` contain a hash of what is in them; all others can change with the next build. */
const cacheControlOf = (segments: ReadonlyArray<string>) =>
  segments[0] === "assets" ? "public, max-age=31536000, immutable" : "no-cache"

/** Finds files in the folder of a build. */
export const makePageFiles = Effect.fn("PageFiles.make")(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const etags = yield* Etag.Generator

  const exists = yield* Effect.orElseSucceed(fs.exists(path.join(folder, "index.html")), () => false)
  if (!exists) return yield* new PageNotBuilt({ folder })

  const etagOf = (file: string) =>
    fs.stat(file).pipe(
      Effect.filterOrFail((info) => info.type === "File"),
      Effect.flatMap(etags.fromFileInfo),
      Effect.map(Etag.toString),
      Effect.option,
    )

  /** The smallest form of a file that the client takes, if there is such a file. */
  const find = Effect.fn("PageFiles.find")(function* (
    segments: ReadonlyArray<string>,
    acceptEncoding: string,
  ) {
    const plain = path.join(folder, ...segments)
    const candidates = [...acceptedEncodings(acceptEncoding), { name: "identity", ending: "" }]
    for (const { name, ending } of candidates) {
      const etag = yield* etagOf(plain + ending)
      if (Option.isNone(etag)) continue
      const headers: Record<string, string> = {
        "content-type": contentTypeOf(plain),
        "cache-control": cacheControlOf(segments),
        vary: "accept-encoding",
        etag: etag.value,
        ...(ending === "" ? {} : { "content-encoding": name }),
      }
      return Option.some<PageFile>({ path: plain + ending, headers })
    }
    return Option.none<PageFile>()
  })

  return { find } as const
})
