import { SqlClient } from "@effect/sql"
import { assert, layer } from "@effect/vitest"
import { Effect, Option, Schema } from "effect"
import { UserId } from "../../src/domain/Ids.ts"
import { cookieOf, json, ownOrigin, password, send, signUp, tagOf } from "./people.ts"
import { ask, testServer, testServerWith } from "./support.ts"

const sessionOf = (headers: Record<string, string>) =>
  Effect.map(send("GET", "/api/auth/get-session", undefined, headers), json)

layer(testServer, { excludeTestServices: true })("accounts", (it) => {
  it.effect("gives a new account an id of ours and a cookie that no script can read", () =>
    Effect.gen(function* () {
      const answer = yield* send("POST", "/api/auth/sign-up/email", {
        email: "new@example.com",
        password,
        name: "New",
      })
      assert.strictEqual(answer.status, 200)
      assert.strictEqual(answer.headers["cache-control"], "no-store")
      const cookie = String(answer.headers["set-cookie"])
      assert.include(cookie, "HttpOnly")
      assert.include(cookie, "SameSite=Lax")
      assert.include(cookie, `Max-Age=${90 * 86_400}`)
      const sql = yield* SqlClient.SqlClient
      const [row] = yield* sql<{ id: string }>`SELECT id FROM auth_user WHERE email = 'new@example.com'`
      assert.isTrue(Schema.is(UserId)(row?.id))
    }),
  )

  it.effect(
    "gives a page nothing that a script could take away, at sign-in and when a session is renewed",
    () =>
      Effect.gen(function* () {
        const ada = yield* signUp("page@example.com")
        const origin = yield* ownOrigin
        const signedIn = yield* send(
          "POST",
          "/api/auth/sign-in/email",
          { email: ada.email, password },
          { origin },
        )
        assert.include(cookieOf(signedIn), "openchat.session_token=")
        assert.isUndefined(signedIn.headers["set-auth-token"])

        const sql = yield* SqlClient.SqlClient
        const soon = new Date(Date.now() + 86_400_000).toISOString()
        yield* sql`UPDATE auth_session SET "expiresAt" = ${soon} WHERE "userId" = ${ada.userId}`
        const renewed = yield* send("GET", "/api/auth/get-session", undefined, { cookie: ada.cookie })
        assert.deepNestedPropertyVal(json(renewed), "user.id", ada.userId)
        assert.include(cookieOf(renewed), "openchat.session_token=")
        assert.isUndefined(renewed.headers["set-auth-token"])
      }),
  )

  it.effect("knows who signed in by cookie and by bearer token", () =>
    Effect.gen(function* () {
      const ann = yield* signUp("ann@example.com")
      for (const headers of [{ cookie: ann.cookie }, { authorization: ann.bearer }]) {
        assert.deepNestedPropertyVal(yield* sessionOf(headers), "user.id", ann.userId)
      }
      assert.isNull(yield* sessionOf({}))
      assert.isNull(yield* sessionOf({ authorization: "Bearer guessed" }))
    }),
  )

  it.effect("lets nobody in with what the database has of a session, nor with another signature", () =>
    Effect.gen(function* () {
      const { bearer, cookie, userId } = yield* signUp("backup@example.com")
      const sql = yield* SqlClient.SqlClient
      const [row] = yield* sql<{ token: string }>`SELECT token FROM auth_session WHERE "userId" = ${userId}`
      const token = row?.token ?? assert.fail("there is no session")
      const forged = `${token}.${Buffer.alloc(32, 1).toString("base64")}`
      const name = cookie.slice(0, cookie.indexOf("="))
      assert.include(decodeURIComponent(bearer), `Bearer ${token}.`)
      for (const headers of [
        { authorization: `Bearer ${token}` },
        { authorization: `Bearer ${forged}` },
        { cookie: `${name}=${token}` },
        { cookie: `${name}=${encodeURIComponent(forged)}` },
      ]) {
        assert.isNull(yield* sessionOf(headers))
        assert.strictEqual(tagOf(yield* send("GET", "/api/v1/chats", undefined, headers)), "NeedsAuth")
      }
      assert.deepNestedPropertyVal(yield* sessionOf({ authorization: bearer }), "user.id", userId)
    }),
  )

  it.effect("signs in with the right password and with no other", () =>
    Effect.gen(function* () {
      const ben = yield* signUp("ben@example.com")
      const signIn = (given: string) =>
        send("POST", "/api/auth/sign-in/email", { email: ben.email, password: given })
      const wrong = yield* signIn("wrong horse battery")
      assert.strictEqual(wrong.status, 401)
      assert.propertyVal(json(wrong), "code", "INVALID_EMAIL_OR_PASSWORD")
      assert.isUndefined(wrong.headers["set-cookie"])
      const right = yield* signIn(password)
      assert.strictEqual(right.status, 200)
      assert.deepNestedPropertyVal(yield* sessionOf({ cookie: cookieOf(right) }), "user.id", ben.userId)
    }),
  )

  it.effect("says the same of an address that is unknown as of a wrong password", () =>
    Effect.gen(function* () {
      const answer = yield* send("POST", "/api/auth/sign-in/email", { email: "nobody@example.com", password })
      assert.strictEqual(answer.status, 401)
      assert.propertyVal(json(answer), "code", "INVALID_EMAIL_OR_PASSWORD")
    }),
  )

  it.effect("takes no address twice", () =>
    Effect.gen(function* () {
      yield* signUp("twice@example.com")
      const again = yield* send("POST", "/api/auth/sign-up/email", {
        email: "Twice@example.com",
        password,
        name: "Twice",
      })
      assert.strictEqual(again.status, 422)
      assert.match(String(Reflect.get(Object(json(again)), "code")), /^USER_ALREADY_EXISTS/)
    }),
  )

  it.effect("ends a session at sign-out, for its cookie and for its token", () =>
    Effect.gen(function* () {
      const { bearer, cookie } = yield* signUp("out@example.com")
      const origin = yield* ownOrigin
      const out = yield* send("POST", "/api/auth/sign-out", {}, { cookie, origin })
      assert.strictEqual(out.status, 200)
      assert.isNull(yield* sessionOf({ cookie }))
      assert.isNull(yield* sessionOf({ authorization: bearer }))
    }),
  )

  it.effect("renews a session that is used, once a day, and its cookie with it", () =>
    Effect.gen(function* () {
      const { bearer, cookie, userId } = yield* signUp("slide@example.com")
      const sql = yield* SqlClient.SqlClient
      const ends = sql<{ at: string }>`SELECT "expiresAt" AS at FROM auth_session WHERE "userId" = ${userId}`
      const daysLeft = Effect.map(ends, ([row]) => (Date.parse(row?.at ?? "") - Date.now()) / 86_400_000)
      const look = (headers: Record<string, string>) =>
        send("GET", "/api/auth/get-session", undefined, headers)

      assert.isUndefined((yield* look({ cookie })).headers["set-cookie"])
      const twoDaysOn = new Date(Date.now() + 88 * 86_400_000).toISOString()
      yield* sql`UPDATE auth_session SET "expiresAt" = ${twoDaysOn} WHERE "userId" = ${userId}`
      // a call cannot hand out a cookie, so it leaves that to a look
      yield* send("GET", "/api/v1/chats", undefined, { cookie })
      assert.isBelow(yield* daysLeft, 89)
      assert.include(String((yield* look({ cookie })).headers["set-cookie"]), "Max-Age=7776000")
      assert.isAbove(yield* daysLeft, 89)

      yield* sql`UPDATE auth_session SET "expiresAt" = ${new Date(0).toISOString()} WHERE "userId" = ${userId}`
      const ended = yield* send("GET", "/api/v1/chats", undefined, { authorization: bearer })
      assert.strictEqual(tagOf(ended), "NeedsAuth")
    }),
  )

  it.effect.each(["https://evil.example", "null", "http://127.0.0.1:1"])(
    "refuses a cookie that a page of %s brings",
    (origin) =>
      Effect.gen(function* () {
        const { cookie } = yield* signUp(`${encodeURIComponent(origin).replaceAll("%", "")}@example.com`)
        const answer = yield* send("POST", "/api/auth/sign-out", {}, { cookie, origin })
        assert.strictEqual(answer.status, 403)
        assert.strictEqual(tagOf(answer), "Forbidden")
        assert.isNotNull(yield* sessionOf({ cookie }))
      }),
  )

  it.effect("refuses a cookie that comes from no page at all", () =>
    Effect.gen(function* () {
      const { cookie } = yield* signUp("nopage@example.com")
      const answer = yield* send("POST", "/api/auth/sign-out", {}, { cookie })
      assert.strictEqual(answer.status, 403)
      assert.isNotNull(yield* sessionOf({ cookie }))
    }),
  )

  it.effect("refuses to sign a browser in for a page of another site", () =>
    Effect.gen(function* () {
      yield* signUp("login@example.com")
      const answer = yield* send(
        "POST",
        "/api/auth/sign-in/email",
        { email: "login@example.com", password },
        { origin: "https://evil.example" },
      )
      assert.strictEqual(answer.status, 403)
      assert.isUndefined(answer.headers["set-cookie"])
    }),
  )

  it.effect.each([
    { what: "no JSON", body: "{" },
    { what: "a list", body: "[]" },
    { what: "null", body: "null" },
    { what: "nothing", body: "" },
    { what: "numbers", body: JSON.stringify({ email: 1, password: 2, name: 3 }) },
    { what: "no address", body: JSON.stringify({ email: "ann", password, name: "Ann" }) },
    { what: "a short password", body: JSON.stringify({ email: "a@b.co", password: "short", name: "Ann" }) },
    {
      what: "an endless password",
      body: JSON.stringify({ email: "a@b.co", password: "x".repeat(1e5), name: "A" }),
    },
    { what: "an empty name", body: JSON.stringify({ email: "a@b.co", password, name: " " }) },
    { what: "an endless name", body: JSON.stringify({ email: "a@b.co", password, name: "x".repeat(1e5) }) },
    { what: "a NUL", body: JSON.stringify({ email: "a@b.co", password, name: "a\u0000b" }) },
    { what: "half a surrogate pair", body: JSON.stringify({ email: "a@b.co", password, name: "a\ud800" }) },
    { what: "a deep nest", body: "[".repeat(50_000) },
    { what: "a prototype", body: '{"__proto__":{"email":"a@b.co"},"constructor":{"prototype":{}}}' },
  ])("makes no account of $what", ({ body }) =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const count = sql<{ n: number }>`SELECT count(*) AS n FROM auth_user`
      const before = yield* count
      const answered = yield* ask(
        "/api/auth/sign-up/email",
        { "content-type": "application/json" },
        "POST",
        body,
      )
      assert.isAtLeast(answered.status, 400, answered.body.toString())
      assert.isBelow(answered.status, 500, answered.body.toString())
      assert.isObject(json(answered))
      assert.deepStrictEqual(yield* count, before)
    }),
  )
})

const overHttps = { publicUrl: Option.some(new URL("https://chat.example.org")) }

layer(testServerWith(overHttps), { excludeTestServices: true })("behind https", (it) => {
  it.effect("the cookie travels encrypted only", () =>
    Effect.gen(function* () {
      const answer = yield* send("POST", "/api/auth/sign-up/email", {
        email: "new@example.com",
        password,
        name: "New",
      })
      const cookies = answer.headers["set-cookie"] ?? []
      assert.isAbove(cookies.length, 0)
      for (const cookie of cookies)
        assert.match(cookie, /^__Secure-openchat\..*; HttpOnly; Secure; SameSite=Lax/)
    }),
  )
})

layer(testServerWith({ signInsPerTenSeconds: 3 }), { excludeTestServices: true })("attempts", (it) => {
  it.effect("are limited by address, and say how long to wait", () =>
    Effect.gen(function* () {
      const attempt = send("POST", "/api/auth/sign-in/email", { email: "nobody@example.com", password })
      for (let tries = 0; tries < 3; tries++) assert.strictEqual((yield* attempt).status, 401)
      const refused = yield* attempt
      assert.strictEqual(refused.status, 429)
      assert.isAbove(Number(refused.headers["retry-after"]), 0)
      // a header that names another address is the client's word
      const headers = { "x-forwarded-for": "203.0.113.7", "x-openchat-address": "203.0.113.7" }
      const elsewhere = yield* send(
        "POST",
        "/api/auth/sign-in/email",
        { email: "nobody@example.com", password },
        headers,
      )
      assert.strictEqual(elsewhere.status, 429)
    }),
  )
})
