import { FileSystem, HttpServer, Path } from "@effect/platform"
import { NodeHttpServer } from "@effect/platform-node"
import { Effect, Layer, Option, Redacted } from "effect"
import { type IncomingHttpHeaders, request } from "node:http"
import { brotliCompressSync, gzipSync } from "node:zlib"
import { makeNodeServer } from "../../src/server/nodeServer.ts"
import { server } from "../../src/server/Server.ts"
import { Settings } from "../../src/server/Settings.ts"
import { layer as postgresPokes } from "../../src/server/store/PostgresPokes.ts"
import { layer as postgres } from "../../src/server/store/PostgresStore.ts"
import { layer as sqlite } from "../../src/server/store/SqliteStore.ts"
import { Pokes } from "../../src/server/sync/Pokes.ts"
import { startPostgres } from "../support/postgres.ts"

export const indexHtml = "<!doctype html><title>OpenChat</title>"
export const script = "export const answer = 42\n".repeat(200)

const files: Record<string, string | Uint8Array> = {
  "index.html": indexHtml,
  "sw.js": "self.skipWaiting()",
  "manifest.webmanifest": "{}",
  "assets/main-Abc123.js": script,
  "assets/main-Abc123.js.br": brotliCompressSync(script),
  "assets/main-Abc123.js.gz": gzipSync(script),
  "assets/sqlite-Def456.wasm": Uint8Array.of(0, 97, 115, 109),
  ".built": "",
}

/** A small build in `page`, and beside it a file that nobody may read. */
const writeBuild = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* fs.makeTempDirectoryScoped()
  const page = path.join(folder, "page")
  yield* fs.makeDirectory(path.join(page, "assets"), { recursive: true })
  yield* fs.writeFileString(path.join(folder, "secret.txt"), "secret")
  yield* Effect.forEach(Object.entries(files), ([name, content]) =>
    typeof content === "string"
      ? fs.writeFileString(path.join(page, name), content)
      : fs.writeFile(path.join(page, name), content),
  )
  return page
})

export const onFreePort = NodeHttpServer.layer(makeNodeServer, { host: "127.0.0.1", port: 0 })

/** Settings with limits that no test reaches. */
const testSettings = (changes: Partial<Settings["Type"]> = {}) =>
  Settings.layerWith({
    secret: Option.some(Redacted.make("a secret that is long enough for a test of the server")),
    callsPerMinute: 0,
    signInsPerTenSeconds: 0,
    ...changes,
  })

const inMemory = Layer.merge(sqlite(":memory:"), Pokes.layerMemory)

/** What a test's server has besides its port. */
export const testServices = (changes: Partial<Settings["Type"]> = {}) =>
  Layer.merge(inMemory, testSettings(changes))

const overBuild = Layer.unwrapScoped(Effect.map(writeBuild, server))

/** The real server on a free port, over a build and a database of its own. */
export const testServerWith = (changes: Partial<Settings["Type"]>) =>
  Layer.provideMerge(Layer.fresh(overBuild), Layer.merge(onFreePort, testServices(changes)))

export const testServer = testServerWith({})

/** The same on a PostgreSQL of its own. */
export const testServerOnPostgres = overBuild.pipe(
  Layer.provideMerge(
    Layer.unwrapScoped(
      Effect.gen(function* () {
        const { newDatabase } = yield* startPostgres
        return Layer.provideMerge(postgresPokes, postgres(yield* newDatabase))
      }),
    ),
  ),
  Layer.provideMerge(Layer.merge(onFreePort, testSettings())),
)

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** One request exactly as written: `fetch` would tidy the path, unpack the body and forbid some headers. */
export const ask = (
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
  body?: string | Buffer,
) =>
  Effect.flatMap(HttpServer.HttpServer, ({ address }) =>
    Effect.async<Answer, Error>((resume) => {
      if (address._tag !== "TcpAddress") return resume(Effect.dieMessage("not a TCP server"))
      const { port } = address
      const outgoing = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
        const chunks: Array<Buffer> = []
        response.on("data", (chunk: Buffer) => chunks.push(chunk))
        response.on("end", () =>
          resume(
            Effect.succeed({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(chunks),
            }),
          ),
        )
      })
      outgoing.on("error", (error) => resume(Effect.fail(error)))
      outgoing.end(body)
    }),
  )
