import { HttpServer } from "@effect/platform"
import { Effect, Schema } from "effect"
import { UserId } from "../../src/domain/Ids.ts"
import { type Answer, ask } from "./support.ts"

export const json = ({ body }: Answer): unknown => JSON.parse(body.toString())

/** The tag of a typed answer. */
export const tagOf = (answer: Answer): string =>
  Schema.decodeUnknownSync(Schema.Struct({ _tag: Schema.String }))(json(answer))._tag

/** One request with JSON, as a page or a program sends it. */
export const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  ask(
    path,
    body === undefined ? headers : { "content-type": "application/json", ...headers },
    method,
    body === undefined ? undefined : JSON.stringify(body),
  )

export const password = "correct horse battery"

export const cookieOf = ({ headers }: Answer): string =>
  (headers["set-cookie"] ?? []).map((cookie) => cookie.split(";", 1).join("")).join("; ")

const SignedUp = Schema.Struct({ user: Schema.Struct({ id: UserId }) })

/** Somebody with an account and a session. */
export const signUp = (email: string) =>
  Effect.map(send("POST", "/api/auth/sign-up/email", { email, password, name: "Ann" }), (answer) => {
    const { user } = Schema.decodeUnknownSync(SignedUp)(json(answer))
    return {
      email,
      userId: user.id,
      cookie: cookieOf(answer),
      bearer: `Bearer ${String(answer.headers["set-auth-token"])}`,
    }
  })

/** The origin that a page of the test's server has. */
export const ownOrigin = Effect.map(HttpServer.HttpServer, ({ address }) =>
  address._tag === "TcpAddress" ? `http://127.0.0.1:${address.port}` : "",
)
