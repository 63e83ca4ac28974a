import { RpcClient } from "@effect/rpc"
import { SqlClient } from "@effect/sql"
import { assert, layer } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { nanoid } from "nanoid"
import type { DeviceId } from "../../src/domain/Ids.ts"
import { Welcome } from "../../src/domain/sync/Protocol.ts"
import { json, ownOrigin, send, signUp, tagOf } from "./people.ts"
import { ask, testServer } from "./support.ts"
import { chatEvent, helloOf, newDeviceId, overHttp, portOf } from "./syncClient.ts"

type Person = Effect.Effect.Success<ReturnType<typeof signUp>>

/** A person with a device that made some chats and put a message into the first. */
const writer = (email: string, count = 1) =>
  Effect.gen(function* () {
    const person = yield* signUp(email)
    const as = { authorization: person.bearer }
    const deviceId = newDeviceId()
    const answer = yield* send("POST", "/api/v1/devices", helloOf(deviceId), as)
    const { epoch } = yield* Schema.decodeUnknown(Welcome)(json(answer))
    const events = Array.from({ length: count }, (_, at) => chatEvent(deviceId, at + 1))
    const [first] = events
    const chatId = String(Reflect.get(Object(first?.mutation), "chatId"))
    const messageId = nanoid()
    const said = chatEvent(deviceId, count + 1)
    const message = {
      ...said,
      mutation: {
        _tag: "AddMessage",
        eventId: said.id,
        chatId,
        messageId,
        parentId: null,
        role: "user",
        content: "Hello",
      },
    }
    const pushed = yield* send(
      "POST",
      "/api/v1/events",
      { deviceId, epoch, events: [...events, message] },
      as,
    )
    assert.strictEqual(pushed.status, 200, pushed.body.toString())
    return { ...person, as, deviceId, epoch, chatId, messageId }
  })

type Writer = Effect.Effect.Success<ReturnType<typeof writer>>

/** Every endpoint, about what a writer has. */
const endpoints = ({ chatId, deviceId, epoch, messageId }: Writer, number: number) => ({
  chats: ["GET", "/api/v1/chats"],
  chat: ["GET", `/api/v1/chats/${chatId}`],
  messages: ["GET", `/api/v1/chats/${chatId}/messages`],
  message: ["GET", `/api/v1/messages/${messageId}`],
  devices: ["GET", "/api/v1/devices"],
  events: ["GET", "/api/v1/events"],
  config: ["GET", "/api/v1/sync-config"],
  changes: ["GET", `/api/v1/changes?deviceId=${deviceId}&epoch=${epoch}&cursor=0`],
  snapshot: ["GET", `/api/v1/snapshot?deviceId=${deviceId}`],
  hello: ["POST", "/api/v1/devices", helloOf(deviceId)],
  push: ["POST", "/api/v1/events", { deviceId, epoch, events: [chatEvent(deviceId, number)] }],
  updateConfig: ["PATCH", "/api/v1/sync-config", { deviceId, patch: { intervalMs: 5_000 } }],
  revoke: ["DELETE", `/api/v1/devices/${deviceId}`],
})

const all = (answer: string) =>
  Object.fromEntries(
    [
      "chats",
      "chat",
      "messages",
      "message",
      "devices",
      "events",
      "config",
      "changes",
      "snapshot",
      "hello",
      "push",
      "updateConfig",
      "revoke",
    ].map((name) => [name, answer]),
  )

const table = [
  { caller: "nobody", expected: all("401 NeedsAuth") },
  { caller: "a bad token", expected: all("401 NeedsAuth") },
  { caller: "a bad cookie", expected: all("401 NeedsAuth") },
  {
    caller: "another user",
    expected: {
      ...all("404 NotFound"),
      chats: "200",
      devices: "200",
      events: "200",
      changes: "403 Forbidden",
      snapshot: "403 Forbidden",
      hello: "403 Forbidden",
      push: "403 Forbidden",
      updateConfig: "403 Forbidden",
    },
  },
  { caller: "its owner", expected: { ...all("200"), revoke: "204" } },
  {
    caller: "its owner, whose device is revoked",
    expected: {
      ...all("200"),
      changes: "403 Forbidden",
      snapshot: "403 Forbidden",
      hello: "403 Forbidden",
      push: "403 Forbidden",
      updateConfig: "403 Forbidden",
      revoke: "204",
    },
  },
] as const

const headersOf = (caller: string, owner: Person, other: Person, origin: string): Record<string, string> => {
  switch (caller) {
    case "nobody":
      return {}
    case "a bad token":
      // the cookie is good, and must not help
      return { authorization: "Bearer guessed.guessed", cookie: owner.cookie, origin }
    case "a bad cookie":
      return { cookie: "openchat.session_token=guessed.guessed", origin }
    case "another user":
      return { authorization: other.bearer }
    default:
      return { cookie: owner.cookie, origin }
  }
}

layer(testServer, { excludeTestServices: true })("REST API", (it) => {
  it.effect.each(table)("answers $caller", ({ caller, expected }) =>
    Effect.gen(function* () {
      const tag = caller.replaceAll(/\W/g, "")
      const owner = yield* writer(`owner-${tag}@example.com`)
      const other = yield* signUp(`other-${tag}@example.com`)
      if (caller.endsWith("revoked")) {
        yield* send("DELETE", `/api/v1/devices/${owner.deviceId}`, undefined, owner.as)
      }
      const headers = headersOf(caller, owner, other, yield* ownOrigin)
      const answers: Array<[string, string]> = []
      for (const [name, [method = "", path = "", body]] of Object.entries(endpoints(owner, 3))) {
        const answer = yield* send(String(method), String(path), body, headers)
        const error = answer.status >= 400 ? ` ${tagOf(answer)}` : ""
        answers.push([name, `${answer.status}${error}`])
        assert.strictEqual(answer.headers["cache-control"], "no-store", name)
        if (caller === "another user") assert.notInclude(answer.body.toString(), owner.userId, name)
      }
      assert.deepStrictEqual(Object.fromEntries(answers), expected)
    }),
  )

  it.effect("refuses a cookie that a page of another site brings, where something could change", () =>
    Effect.gen(function* () {
      const owner = yield* writer("foreign@example.com")
      const foreign = { cookie: owner.cookie, origin: "https://evil.example" }
      for (const [name, [method, path, body]] of Object.entries(endpoints(owner, 3))) {
        if (method === "GET") continue
        const answer = yield* send(String(method), String(path), body, foreign)
        assert.strictEqual(`${answer.status} ${tagOf(answer)}`, "403 Forbidden", name)
      }
      const devices = yield* send("GET", "/api/v1/devices", undefined, owner.as)
      assert.deepNestedPropertyVal(json(devices), "items[0].revokedAt", null)
    }),
  )

  const Page = Schema.Struct({
    items: Schema.Array(Schema.Struct({ id: Schema.String })),
    next: Schema.NullOr(Schema.Union(Schema.String, Schema.Number)),
  })

  it.effect.each(["/api/v1/chats", "/api/v1/events"])("gives %s by pages, each row once", (path) =>
    Effect.gen(function* () {
      const { as } = yield* writer(`pages-${path.replaceAll("/", "")}@example.com`, 7)
      const seen: Array<string> = []
      let next: string | number | null = ""
      let pages = 0
      while (next !== null) {
        const after = next === "" ? "" : `&after=${next}`
        const answer: unknown = json(yield* send("GET", `${path}?limit=3${after}`, undefined, as))
        const page: typeof Page.Type = yield* Schema.decodeUnknown(Page)(answer)
        assert.isAtMost(page.items.length, 3)
        seen.push(...page.items.map(({ id }) => id))
        next = page.next
        pages += 1
      }
      assert.strictEqual(pages, 3)
      assert.strictEqual(new Set(seen).size, seen.length)
      assert.strictEqual(seen.length, path.endsWith("chats") ? 7 : 8)
    }),
  )

  const malformed = [
    { what: "no JSON", method: "POST", path: "/api/v1/events", body: "{", status: 400 },
    { what: "nothing", method: "POST", path: "/api/v1/events", body: "", status: 400 },
    { what: "null", method: "POST", path: "/api/v1/events", body: "null", status: 400 },
    { what: "a deep nest", method: "POST", path: "/api/v1/events", body: "[".repeat(100_000), status: 400 },
    { what: "another shape", method: "POST", path: "/api/v1/events", body: '{"events":[1]}', status: 400 },
    { what: "501 events", method: "POST", path: "/api/v1/events", body: "many", status: 400 },
    { what: "5 MB", method: "POST", path: "/api/v1/events", body: "x".repeat(5_000_000), status: 413 },
    { what: "5 MB in pieces", method: "POST", path: "/api/v1/events", body: "pieces", status: 413 },
    {
      what: "a device that is none",
      method: "POST",
      path: "/api/v1/devices",
      body: '{"protocol":1}',
      status: 400,
    },
    { what: "an id that is none", method: "GET", path: "/api/v1/chats/../../etc/passwd", status: 404 },
    { what: "an id of another length", method: "GET", path: "/api/v1/chats/abc", status: 400 },
    {
      what: "an id with a NUL",
      method: "GET",
      path: `/api/v1/chats/${"a".repeat(18)}%00%00%00`,
      status: 400,
    },
    { what: "a quote", method: "GET", path: `/api/v1/chats/${"a".repeat(20)}'`, status: 400 },
    { what: "a broken escape", method: "GET", path: "/api/v1/chats/%E0%A4%A", status: 404 },
    { what: "a limit of 0", method: "GET", path: "/api/v1/chats?limit=0", status: 400 },
    { what: "a limit of 201", method: "GET", path: "/api/v1/chats?limit=201", status: 400 },
    { what: "a limit that is no number", method: "GET", path: "/api/v1/chats?limit=1e9999", status: 400 },
    { what: "a limit twice", method: "GET", path: "/api/v1/chats?limit=1&limit=2", status: 400 },
    { what: "a cursor that is none", method: "GET", path: "/api/v1/events?after=-1", status: 400 },
    {
      what: "a cursor beyond all",
      method: "GET",
      path: "/api/v1/events?after=99999999999999999999",
      status: 400,
    },
    { what: "no parameters", method: "GET", path: "/api/v1/changes", status: 400 },
    { what: "a snapshot's place that is none", method: "GET", path: "/api/v1/snapshot", status: 400 },
    { what: "another method", method: "PATCH", path: "/api/v1/chats", body: "{}", status: 404 },
    { what: "settings of nobody", method: "PATCH", path: "/api/v1/sync-config", body: "{}", status: 400 },
    { what: "settings that stay", method: "PATCH", path: "/api/v1/sync-config", body: {}, status: 400 },
    {
      what: "settings that cannot be",
      method: "PATCH",
      path: "/api/v1/sync-config",
      body: { intervalMs: 1 },
      status: 400,
    },
    { what: "no endpoint", method: "GET", path: "/api/v1/secrets", status: 404 },
    { what: "no version", method: "GET", path: "/api", status: 404 },
  ]

  it.effect.each(malformed)(
    "answers $what with a typed refusal and writes nothing",
    ({ body, method, path, status, what }) =>
      Effect.gen(function* () {
        const { as, deviceId, epoch } = yield* writer(
          `malformed-${nanoid().replaceAll(/\W/g, "")}@example.com`,
        )
        const rows = yield* countRows
        const many = (id: DeviceId) =>
          JSON.stringify({
            deviceId: id,
            epoch,
            events: Array.from({ length: 501 }, (_, at) => chatEvent(id, at + 3)),
          })
        const patched = typeof body === "object" ? JSON.stringify({ deviceId, patch: body }) : body
        const text = body === "many" ? many(deviceId) : body === "pieces" ? "x".repeat(5_000_000) : patched
        const headers: Record<string, string> = {
          ...as,
          ...(text === undefined ? {} : { "content-type": "application/json" }),
          ...(body === "pieces" ? { "transfer-encoding": "chunked" } : {}),
        }
        const answer = yield* ask(path, headers, method, text)
        assert.strictEqual(answer.status, status, `${what}: ${answer.body.toString().slice(0, 300)}`)
        assert.oneOf(tagOf(answer), ["InvalidInput", "PayloadTooLarge", "NotFound"])
        assert.deepStrictEqual(yield* countRows, rows)
      }),
  )

  it.effect("changes the settings by an event, once for each id, and every device hears of it", () =>
    Effect.gen(function* () {
      const { as, deviceId, epoch } = yield* writer("settings@example.com")
      const path = "/api/v1/sync-config"
      const before = Object(json(yield* send("GET", path, undefined, as)))
      const changes = `/api/v1/changes?deviceId=${deviceId}&epoch=${epoch}`
      const { place } = Object(json(yield* send("GET", `${changes}&cursor=0`, undefined, as)))
      const eventId = nanoid()
      const change = { deviceId, eventId, patch: { autoSync: false, intervalMs: 5_000 } }
      const answer = yield* send("PATCH", path, change, as)
      assert.strictEqual(answer.status, 200, answer.body.toString())
      assert.deepInclude(json(answer), { ...change.patch, version: before.version + 4 })
      assert.deepStrictEqual(json(yield* send("GET", path, undefined, as)), json(answer))
      assert.deepStrictEqual(json(yield* send("PATCH", path, change, as)), json(answer))

      const since = `${changes}&cursor=${place.cursor}&mark=${place.mark}`
      const { rows } = Object(json(yield* send("GET", since, undefined, as)))
      assert.deepStrictEqual(rows, [{ entity: "sync_config", row: json(answer) }])
      const { items } = Object(json(yield* send("GET", "/api/v1/events", undefined, as)))
      assert.deepInclude(items.at(-1), {
        id: eventId,
        entityType: "sync_config",
        number: 3,
        outcome: "applied",
      })
      // the device's own changes go on from there
      const next = { deviceId, epoch, events: [chatEvent(deviceId, 4)] }
      assert.strictEqual((yield* send("POST", "/api/v1/events", next, as)).status, 200)
    }),
  )

  it.effect("says the same as the calls of a device", () =>
    Effect.gen(function* () {
      const { as, deviceId, epoch } = yield* writer("same@example.com", 3)
      yield* Effect.scoped(
        Effect.gen(function* () {
          const client = yield* overHttp(yield* portOf)
          const place = { epoch, cursor: 0, mark: null }
          const called = yield* RpcClient.withHeaders(client.sync.pull({ deviceId, place }), as)
          const asked = yield* send(
            "GET",
            `/api/v1/changes?deviceId=${deviceId}&epoch=${epoch}&cursor=0`,
            undefined,
            as,
          )
          assert.deepEqual(Object(json(asked)).rows, JSON.parse(JSON.stringify(called.rows)))
        }),
      )
    }),
  )
})

layer(testServer, { excludeTestServices: true })("documentation", (it) => {
  it.effect("describes every endpoint, its errors by our names", () =>
    Effect.gen(function* () {
      const text = (yield* ask("/docs/openapi.json")).body.toString()
      const { paths } = JSON.parse(text)
      assert.hasAllKeys(paths, [
        "/api/v1/chats",
        "/api/v1/chats/{id}",
        "/api/v1/chats/{id}/messages",
        "/api/v1/messages/{id}",
        "/api/v1/devices",
        "/api/v1/devices/{id}",
        "/api/v1/events",
        "/api/v1/changes",
        "/api/v1/snapshot",
        "/api/v1/sync-config",
        "/api/v1/trash/empty",
      ])
      assert.include(text, '"MustResnapshot"')
      assert.hasAllKeys(paths["/api/v1/sync-config"], ["get", "patch"])
    }),
  )

  it.effect("names the errors that are answered, and nothing that it does not explain", () =>
    Effect.gen(function* () {
      const text = (yield* ask("/docs/openapi.json")).body.toString()
      assert.notInclude(text, "HttpApiDecodeError")
      const { components, paths, security } = JSON.parse(text)
      for (const operation of Object.values(Object(paths)).flatMap((path) => Object.values(Object(path)))) {
        const { schema } = Object(operation).responses["400"].content["application/json"]
        assert.deepStrictEqual(schema, { $ref: "#/components/schemas/InvalidInput" })
        assert.notProperty(operation, "security")
      }
      for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
        assert.property(components.schemas, name)
      }
      for (const [name] of security.map((one: object) => Object.keys(one))) {
        assert.property(components.securitySchemes, name)
      }
    }),
  )

  it.effect("is a page that needs nothing from elsewhere, with a policy of its own", () =>
    Effect.gen(function* () {
      const { body, headers } = yield* ask("/docs")
      const html = body.toString()
      assert.notMatch(html.slice(0, 2_000), /<(script|link)[^>]+(src|href)=/)
      const policy = String(headers["content-security-policy"])
      assert.include(policy, "default-src 'none'")
      assert.match(policy, /script-src 'sha256-[\w+/=]+';/)
    }),
  )
})

/** How many rows there are of all that a call could write. */
const countRows = Effect.flatMap(SqlClient.SqlClient, (sql) =>
  Effect.forEach(["chat", "message", "device", "sync_event", "change"], (table) =>
    Effect.map(sql<{ n: number }>`SELECT count(*) AS n FROM ${sql(table)}`, ([row]) => [table, row?.n]),
  ),
)
