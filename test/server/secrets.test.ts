import { Command, FileSystem, Path } from "@effect/platform"
import { NodeContext } from "@effect/platform-node"
import { SqlClient } from "@effect/sql"
import { SqliteClient } from "@effect/sql-sqlite-node"
import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { modelServer } from "../assistant/support.ts"
import { serverProgram } from "../support/serverProgram.ts"
import { dataFolder } from "./serverProcess.ts"

const password = "correct horse battery staple"
const wrong = "wrong horse battery staple"
const email = "ann@example.com"
const modelKey = "sk-operator-0123456789-secret"
const prompt = "a question that nobody else may read"

const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  Effect.promise(async () => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    })
    await answer.arrayBuffer()
    return answer
  })

/** Runs the server with all of its logs, and answers what it said, on both of its outputs. */
const logsOf = Effect.fn("logsOf")(function* <E, R>(
  folder: string,
  environment: Record<string, string>,
  use: (url: string) => Effect.Effect<void, E, R>,
) {
  const fs = yield* FileSystem.FileSystem
  yield* fs.writeFileString(`${folder}/index.html`, "<!doctype html><title>OpenChat</title>")
  const command = Command.make(process.execPath, serverProgram).pipe(
    Command.env({
      PORT: "0",
      OPENCHAT_PAGE: folder,
      OPENCHAT_DATA: folder,
      OPENCHAT_SIGN_INS_PER_10_SECONDS: "0",
      OPENCHAT_LOG_LEVEL: "DEBUG",
      OPENCHAT_LOG_FORMAT: "json",
      ...environment,
    }),
  )
  const server = yield* Command.start(command)
  const stderr = yield* Effect.fork(Stream.mkString(Stream.decodeText(server.stderr)))
  const stdout = yield* Stream.mkString(
    Stream.tap(Stream.decodeText(server.stdout), (said) => {
      const [, url] = /ready at (\S+)/.exec(said) ?? []
      return url === undefined
        ? Effect.void
        : Effect.zipRight(use(url), Effect.forkDaemon(server.kill("SIGTERM")))
    }),
  )
  return stdout + (yield* Fiber.join(stderr))
})

it.scopedLive(
  "neither passwords nor sessions nor the secret are in the server's logs, also when it fails",
  () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const folder = yield* dataFolder
      const secrets = [password, wrong, modelKey, prompt]
      const model = yield* modelServer

      const settings = { OPENCHAT_MODEL_URL: model.url, OPENCHAT_MODEL_KEY: modelKey }
      const logs = yield* logsOf(folder, settings, (url) =>
        Effect.gen(function* () {
          const auth = `${url}/api/auth`
          const credentials = (given: string) => JSON.stringify({ email, password: given, name: "Ann" })
          yield* post(`${auth}/sign-up/email`, credentials(password))
          const session = yield* post(`${auth}/sign-in/email`, credentials(password))
          const token = session.headers.get("set-auth-token") ?? assert.fail("there is no token")
          const cookie = session.headers
            .getSetCookie()
            .map((one) => one.split(";", 1).join(""))
            .join("; ")
          secrets.push(token, decodeURIComponent(token), token.split(".", 1).join(""), cookie)
          const both: ReadonlyArray<Record<string, string>> = [
            { authorization: `Bearer ${token}` },
            { cookie, origin: url },
          ]
          const bodies = [
            "{",
            credentials(wrong),
            `${credentials(password)}\u0000`,
            `{"password":"${password}"`,
          ]
          const ask = Effect.gen(function* () {
            yield* post(`${auth}/sign-in/email`, credentials(password))
            for (const headers of both) {
              for (const body of bodies) {
                yield* post(`${auth}/sign-in/email`, body, headers)
                yield* post(`${url}/rpc/http`, body, headers)
                yield* post(`${url}/api/v1/events`, body, headers)
              }
            }
          })
          yield* ask
          const [authorized = {}] = both
          const converse = (model: string) =>
            post(
              `${url}/api/v1/assistant/chat/completions`,
              JSON.stringify({ model, stream: true, messages: [{ role: "user", content: prompt }] }),
              authorized,
            )
          for (const failing of ["echo", "401", "500", "500-masked", "html-502"]) yield* converse(failing)
          // the connection breaks, which the answer does too
          yield* Effect.ignore(Effect.sandbox(converse("stops")))
          yield* Effect.promise(model.stop)
          yield* converse("echo")
          // the drivers' errors know what they were asked to write
          yield* Effect.provide(
            Effect.flatMap(SqlClient.SqlClient, (sql) => sql`ALTER TABLE auth_session RENAME TO gone`),
            SqliteClient.layer({ filename: path.join(folder, "openchat.sqlite") }),
          )
          yield* ask
        }),
      )
      secrets.push((yield* fs.readFileString(path.join(folder, "secret"))).trim())

      assert.include(logs, "no such table: auth_session")
      assert.include(logs, "The model of this server answered 500")
      assert.include(logs, "The model of this server does not answer")
      assert.isAbove(model.received.length, 5)
      for (const secret of secrets) assert.notInclude(logs, secret)
    }).pipe(Effect.provide(NodeContext.layer)),
)
