import { FileSystem, HttpLayerRouter, HttpServerResponse } from "@effect/platform"
import { Effect, Option } from "effect"
import { makePageFiles, type PageFile } from "./PageFiles.ts"
import { readPagePath } from "./pagePath.ts"

const notFound = HttpServerResponse.text("There is nothing here.", {
  status: 404,
  headers: { "cache-control": "no-store" },
})

/** Serves the built page from a folder. Routes of the application all get `index.html`. */
export const pageRoutes = (folder: string) =>
  HttpLayerRouter.use((router) =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const files = yield* makePageFiles(folder)

      // Read whole, as the largest file of a build is a megabyte: a stream would stay open after HEAD or an abort.
      const send = ({ path, headers }: PageFile) =>
        Effect.map(fs.readFile(path), (bytes) => HttpServerResponse.uint8Array(bytes, { headers }))

      yield* router.add("GET", "/*", (request) =>
        Effect.gen(function* () {
          const path = readPagePath(request.url)
          if (path._tag === "Nothing") return notFound
          const segments = path._tag === "File" ? path.segments : ["index.html"]
          const file = yield* files.find(segments, request.headers["accept-encoding"] ?? "")
          if (Option.isNone(file)) return notFound
          return request.headers["if-none-match"] === file.value.headers.etag
            ? HttpServerResponse.empty({ status: 304, headers: file.value.headers })
            : yield* send(file.value)
        }),
      )
    }),
  )
