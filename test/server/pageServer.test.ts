import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { ask, indexHtml, script, testServer } from "./support.ts"

layer(testServer, { excludeTestServices: true })("page server", (it) => {
  it.effect("says that it is ready", () =>
    Effect.gen(function* () {
      const { status, headers, body } = yield* ask("/health")
      assert.strictEqual(status, 200)
      assert.strictEqual(headers["cache-control"], "no-store")
      assert.deepStrictEqual(JSON.parse(body.toString()), { status: "ok" })
    }),
  )

  it.effect.each([
    { path: "/", type: "text/html; charset=utf-8" },
    { path: "/sw.js", type: "text/javascript; charset=utf-8" },
    { path: "/manifest.webmanifest", type: "application/manifest+json" },
    { path: "/assets/main-Abc123.js", type: "text/javascript; charset=utf-8" },
    { path: "/assets/sqlite-Def456.wasm", type: "application/wasm" },
  ])("sends $path as $type", ({ path, type }) =>
    Effect.map(ask(path), ({ status, headers }) => {
      assert.strictEqual(status, 200)
      assert.strictEqual(headers["content-type"], type)
    }),
  )

  it.effect("lets a browser keep what is named after its content, and ask again for the rest", () =>
    Effect.gen(function* () {
      const hashed = yield* ask("/assets/main-Abc123.js")
      assert.strictEqual(hashed.headers["cache-control"], "public, max-age=31536000, immutable")
      for (const path of ["/", "/chat/abc", "/index.html", "/sw.js", "/manifest.webmanifest"]) {
        const { headers } = yield* ask(path)
        assert.strictEqual(headers["cache-control"], "no-cache", path)
      }
    }),
  )

  it.effect("sends nothing anew that the browser already has", () =>
    Effect.gen(function* () {
      const first = yield* ask("/")
      const etag = first.headers.etag ?? ""
      const second = yield* ask("/", { "if-none-match": etag })
      assert.strictEqual(second.status, 304)
      assert.strictEqual(second.body.length, 0)
      assert.strictEqual(second.headers.etag, etag)
    }),
  )

  it.effect("sends the smallest form that the client takes", () =>
    Effect.gen(function* () {
      const path = "/assets/main-Abc123.js"
      const brotli = yield* ask(path, { "accept-encoding": "gzip, deflate, br" })
      assert.strictEqual(brotli.headers["content-encoding"], "br")
      assert.strictEqual(brotliDecompressSync(brotli.body).toString(), script)
      const gzip = yield* ask(path, { "accept-encoding": "gzip, br;q=0" })
      assert.strictEqual(gzip.headers["content-encoding"], "gzip")
      assert.strictEqual(gunzipSync(gzip.body).toString(), script)
      const plain = yield* ask(path)
      assert.isUndefined(plain.headers["content-encoding"])
      assert.strictEqual(plain.body.toString(), script)
      assert.strictEqual(plain.headers.vary, "accept-encoding")
      const uncompressed = yield* ask("/sw.js", { "accept-encoding": "br" })
      assert.isUndefined(uncompressed.headers["content-encoding"])
    }),
  )

  it.effect(
    "draws diagrams in a document that has no origin, reaches nothing, and is framed by the page alone",
    () =>
      Effect.gen(function* () {
        const { status, headers } = yield* ask("/diagram")
        assert.strictEqual(status, 200)
        assert.strictEqual(headers["content-type"], "text/html; charset=utf-8")
        const policy = String(headers["content-security-policy"]).split("; ")
        assert.includeMembers(policy, [
          "default-src 'none'",
          "sandbox allow-scripts",
          "frame-ancestors 'self'",
        ])
        assert.isFalse(policy.some((part) => /https?:|connect-src|allow-same-origin|\*/.test(part)))
      }),
  )

  it.effect("answers HEAD with the headers alone", () =>
    Effect.gen(function* () {
      const { status, headers, body } = yield* ask("/", {}, "HEAD")
      assert.strictEqual(status, 200)
      assert.strictEqual(headers["content-length"], String(indexHtml.length))
      assert.strictEqual(body.length, 0)
    }),
  )

  it.effect.each(["/", "/chat/V1StGXR8_Z5jdHi6B-myT", "/settings/sync", "/settings/sync?from=chat"])(
    "answers the route %s with the application",
    (path) =>
      Effect.map(ask(path), ({ status, body }) => {
        assert.strictEqual(status, 200)
        assert.strictEqual(body.toString(), indexHtml)
      }),
  )

  it.effect.each(["/missing.js", "/assets/main-Old999.js", "/assets/", "/assets", "/favicon.ico"])(
    "answers 404 for %s, which is not there",
    (path) => Effect.map(ask(path), ({ status }) => assert.strictEqual(status, 404)),
  )

  it.effect.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
    "//secret.txt",
    "/.built",
    "/index.html%00.js",
    "/%",
  ])("gives nothing away for %s", (path) =>
    Effect.map(ask(path), ({ status, body }) => {
      assert.strictEqual(status, 404)
      assert.notInclude(body.toString(), "secret")
    }),
  )

  it.effect.each(["/", "/health", "/missing.js", "/assets/main-Abc123.js"])(
    "keeps foreign code and foreign frames out of %s",
    (path) =>
      Effect.map(ask(path), ({ headers }) => {
        const policy = String(headers["content-security-policy"]).split("; ")
        assert.include(policy, "default-src 'self'")
        assert.include(policy, "script-src 'self' 'wasm-unsafe-eval'")
        assert.match(
          policy.find((part) => part.startsWith("connect-src")) ?? "",
          /^connect-src 'self' ws:\/\/127\.0\.0\.1:\d+ wss:\/\/127\.0\.0\.1:\d+$/,
        )
        assert.include(policy, "frame-ancestors 'none'")
        assert.include(policy, "base-uri 'none'")
        assert.include(policy, "require-trusted-types-for 'script'")
        assert.include(policy, "trusted-types openchat solid markdown")
        assert.notInclude(policy.join(), "unsafe-inline")
        assert.strictEqual(headers["x-content-type-options"], "nosniff")
        assert.strictEqual(headers["referrer-policy"], "no-referrer")
      }),
  )

  it.effect("lets the worker alone speak to other servers", () =>
    Effect.gen(function* () {
      const connections = (path: string) =>
        Effect.map(ask(path), ({ headers }) =>
          String(headers["content-security-policy"])
            .split("; ")
            .filter((part) => part.startsWith("connect-src"))
            .map((part) => part.replaceAll(/wss?:\/\/\S+/g, "ws")),
        )
      assert.deepStrictEqual(yield* connections("/assets/worker-Xyz_-789.js"), [
        "connect-src 'self' ws ws https: http:",
      ])
      for (const path of ["/", "/assets/main-Abc123.js", "/worker-Xyz789.js", "/assets/worker-a.js.html"]) {
        assert.deepStrictEqual(yield* connections(path), ["connect-src 'self' ws ws"])
      }
    }),
  )

  it.effect("takes no other method, and says so with the same headers", () =>
    Effect.map(ask("/", {}, "POST"), ({ status, headers }) => {
      assert.strictEqual(status, 404)
      assert.strictEqual(headers["x-content-type-options"], "nosniff")
    }),
  )
})
