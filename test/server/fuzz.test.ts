import { OpenApi } from "@effect/platform"
import { assert, layer } from "@effect/vitest"
import { Effect, FastCheck } from "effect"
import { RestApi } from "../../src/server/api/RestApi.ts"
import { fuzzRuns, jsonJunk, spoilt } from "../support/junk.ts"
import { dump } from "../support/tables.ts"
import { json, ownOrigin, password, send, signUp } from "./people.ts"
import { rawRequest } from "./rawRequest.ts"
import { ask, testServer } from "./support.ts"
import { chatEvent, helloOf, newDeviceId } from "./syncClient.ts"

/** Requests of one run, before the database is looked at. */
const perRun = 6

const deviceId = newDeviceId()
const hello = helloOf(deviceId)
const push = { deviceId, epoch: "", events: [chatEvent(deviceId, 1), chatEvent(deviceId, 2)] }
const patch = { deviceId, baseVersion: 0, patch: { autoSync: false, intervalMs: 5_000 } }
const account = { email: "ann@example.com", password, name: "Ann", callbackURL: "/", rememberMe: true }

/** Bodies that fit somewhere, to be spoilt. */
const bodies = FastCheck.constantFrom<Array<unknown>>(hello, push, patch, account, {})

const text = FastCheck.oneof(
  {
    weight: 6,
    arbitrary: FastCheck.oneof(jsonJunk, spoilt(bodies, jsonJunk)).map((it) => JSON.stringify(it) ?? ""),
  },
  { weight: 3, arbitrary: FastCheck.string({ unit: "binary", maxLength: 200 }) },
  {
    weight: 2,
    arbitrary: FastCheck.constantFrom(
      "",
      "{",
      '{"a":',
      "[".repeat(20_000),
      '{"a":1,"a":2}',
      '{"_tag":{"toString":1}}',
      '{"email":{"toString":1},"password":{"length":9}}',
    ),
  },
  { weight: 1, arbitrary: FastCheck.constant("x".repeat(4_300_000)) },
)

/** The parts of a path that somebody tries. */
const part = FastCheck.oneof(
  FastCheck.constantFrom(
    "..",
    "%2e%2e",
    "%00",
    "%",
    "%E0%A4%A",
    "%ff",
    "*",
    ":id",
    "__proto__",
    "a".repeat(21),
  ),
  FastCheck.constantFrom(
    "%2f",
    "%5c",
    ";x",
    "?",
    "?limit=1e9",
    "?limit=-1",
    "?after=%00",
    "?x[]=1&x[]=2",
    "#",
    "//",
  ),
  FastCheck.constantFrom(deviceId, "x".repeat(9_000), "'; DROP TABLE chat; --".replaceAll(" ", "%20")),
)

const known = [
  ...Object.keys(OpenApi.fromApi(RestApi).paths).map((path) => path.replaceAll(/\{\w+\}/g, deviceId)),
  "/api/auth/sign-up/email",
  "/api/auth/sign-in/email",
  "/api/auth/sign-out",
  "/api/auth/get-session",
  "/api/auth/update-user",
  "/api/auth/change-password",
  "/api/auth/change-email",
  "/api/auth/delete-user",
  "/api/auth/list-sessions",
  "/api/auth/revoke-session",
  "/api/auth/reset-password",
  "/api/auth/request-password-reset",
  "/api/auth/verify-email",
  "/api/auth/callback/x",
  "/api/auth/ok",
  "/api/auth/error",
  "/rpc/http",
  "/rpc/ws",
  "/rpc",
  "/api",
  "/",
  "/docs",
  "/health",
  "/ready",
  "/assets/main-Abc123.js",
  "/index.html",
]

const path = FastCheck.tuple(
  FastCheck.constantFrom(...known),
  FastCheck.array(part, { maxLength: 2, size: "max" }),
).map(([first, parts]) =>
  parts.reduce((whole, it) => (it.startsWith("?") ? whole + it : `${whole}/${it}`), first),
)

const method = FastCheck.oneof(
  { weight: 12, arbitrary: FastCheck.constantFrom("GET", "POST", "POST", "POST", "PATCH", "DELETE") },
  { weight: 3, arbitrary: FastCheck.constantFrom("PUT", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "QUERY") },
  { weight: 1, arbitrary: FastCheck.constantFrom("get", "NONSENSE", "G\u0000T", "") },
)

const value = FastCheck.constantFrom(
  "",
  "guessed",
  "Bearer",
  "Bearer guessed.guessed",
  "openchat.session_token=%",
  "openchat.session_token=guessed.guessed; openchat.session_token=%00",
  "null",
  "https://evil.example",
  "://",
  "-1",
  "99999999999999999999",
  "x".repeat(7_000),
  "\u00ff",
  "W/",
  "gzip;q=nonsense",
  "bytes=9-1",
  "application/json; charset=\u0001",
  "multipart/form-data",
  "application/x-www-form-urlencoded",
)

const headers = FastCheck.array(
  FastCheck.tuple(
    FastCheck.constantFrom(
      "authorization",
      "cookie",
      "origin",
      "content-type",
      "content-encoding",
      "accept-encoding",
      "accept",
      "if-none-match",
      "range",
      "upgrade",
      "x-forwarded-for",
      "x-openchat-address",
      "host",
      "expect",
      "transfer-encoding",
      "b3",
      "traceparent",
      "x-http-method-override",
    ),
    value,
  ),
  { maxLength: 4 },
)

const request = FastCheck.record({
  method,
  path,
  headers,
  body: text,
  asOwner: FastCheck.constantFrom("no", "bearer", "cookie"),
  isJson: FastCheck.boolean(),
})

/** What is kept, but for the counts of who asked how often. */
const stored = Effect.map(dump, ({ auth_rate_limit: _, ...tables }) => tables)

let asked = 0
let owner: Effect.Effect.Success<ReturnType<typeof signUp>> | undefined

/** Somebody with a session and a device. Signing up is slow on purpose, so only when the session was ended. */
const ann = Effect.gen(function* () {
  if (owner !== undefined) {
    const { status } = yield* send("GET", "/api/v1/devices", undefined, { authorization: owner.bearer })
    if (status === 200) return owner
  }
  owner = yield* signUp(`ann-${asked}@example.com`)
  yield* send("POST", "/api/v1/devices", helloOf(newDeviceId()), { authorization: owner.bearer })
  return owner
})

layer(testServer, { excludeTestServices: true })("the server", (it) => {
  it.effect.prop(
    "answers any request with less than 500, and changes nothing for one that it refuses",
    [FastCheck.array(request, { minLength: perRun, maxLength: perRun })],
    ([requests]) =>
      Effect.gen(function* () {
        const { bearer, cookie } = yield* ann
        const origin = yield* ownOrigin
        for (const { asOwner, isJson, ...it } of requests) {
          asked++
          const own: ReadonlyArray<readonly [string, string]> =
            asOwner === "bearer"
              ? [["authorization", bearer]]
              : asOwner === "cookie"
                ? [
                    ["cookie", cookie],
                    ["origin", origin],
                  ]
                : []
          const type = isJson ? [["content-type", "application/json"] as const] : []
          const before = yield* stored
          const { status, text } = yield* rawRequest({ ...it, headers: [...own, ...type, ...it.headers] })
          const shown = `${it.method} ${it.path}: ${text.slice(0, 1_000)}`
          assert.isBelow(status, 500, shown)
          if (it.method !== "HEAD") assert.isAtLeast(status, 100, shown)
          assert.isFalse(text.endsWith("\r\n\r\nsecret"), shown)
          if (status >= 400) assert.deepStrictEqual(yield* stored, before, shown)
        }
        const health = yield* ask("/health")
        assert.deepStrictEqual(json(health), { status: "ok" })
      }),
    { fastCheck: { numRuns: fuzzRuns * 4 }, timeout: 5_000 * fuzzRuns },
  )

  it.effect("was asked hundreds of times", () =>
    Effect.sync(() => {
      assert.isAtLeast(asked, fuzzRuns * 4 * perRun)
    }),
  )
})
