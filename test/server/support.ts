import { FileSystem, HttpServer, Path } from "@effect/platform"
import { NodeHttpServer } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { createServer, type IncomingHttpHeaders, request } from "node:http"
import { brotliCompressSync, gzipSync } from "node:zlib"
import { pageServer } from "../../src/server/PageServer.ts"

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

/** The real server on a free port, over a build of its own. */
export const testServer = Layer.unwrapScoped(Effect.map(writeBuild, pageServer)).pipe(
  Layer.provideMerge(NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0 })),
)

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** One request exactly as written: `fetch` would tidy the path and unpack the body. */
export const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
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
      outgoing.end()
    }),
  )
