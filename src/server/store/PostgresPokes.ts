import { PgClient } from "@effect/sql-pg"
import { Data, Deferred, Effect, Layer, Redacted, Runtime, Schedule, Schema } from "effect"
import { Client, type Notification } from "pg"
import { UserId } from "../../domain/Ids.ts"
import { Version } from "../../domain/Scalars.ts"
import { reasonOf } from "../reasonOf.ts"
import { Pokes } from "../sync/Pokes.ts"
import { makeTopics } from "../sync/topics.ts"

const channel = "openchat_poke"

/** How often the listening connection is asked whether it lives: a broken line says nothing by itself. */
const betweenQuestions = "15 seconds"
const answersWithin = "5 seconds"

const Payload = Schema.parseJson(Schema.Tuple(UserId, Version))
const decode = Schema.decodeUnknownOption(Payload)
const encode = Schema.encodeSync(Payload)

class ListeningEnded extends Data.TaggedError("ListeningEnded")<{ readonly message: string }> {}

const reconnects = Schedule.exponential("200 millis").pipe(
  Schedule.union(Schedule.spaced("5 seconds")),
  Schedule.jittered,
  Schedule.resetAfter("1 minute"),
)

/**
 * Pokes between the processes that share a PostgreSQL. Each has one connection that listens, and takes up again when it
 * breaks; what is poked meanwhile is found by the next look of `Watches`.
 */
const make = Effect.gen(function* () {
  const sql = yield* PgClient.PgClient
  const topics = yield* makeTopics
  const listening = yield* Deferred.make<void>()

  const connect = Effect.acquireRelease(
    Effect.tryPromise(async () => {
      const url = sql.config.url === undefined ? undefined : Redacted.value(sql.config.url)
      const client = new Client({ connectionString: url, application_name: "openchat pokes" })
      await client.connect()
      return client
    }),
    (client) => Effect.ignore(Effect.tryPromise(() => client.end())),
  )

  const ask = (client: Client, question: string) =>
    Effect.timeout(
      Effect.tryPromise(() => client.query(question)),
      answersWithin,
    )

  const listen = Effect.scoped(
    Effect.gen(function* () {
      const client = yield* connect
      const broken = yield* Deferred.make<never, ListeningEnded>()
      const end = (message: string) => Deferred.unsafeDone(broken, new ListeningEnded({ message }))
      client.on("error", ({ message }) => end(message))
      client.on("end", () => end("the connection was closed"))
      client.on("notification", ({ payload }: Notification) => {
        const poke = decode(payload)
        if (poke._tag === "Some") runFork(topics.publish(...poke.value))
      })
      yield* ask(client, `LISTEN ${channel}`)
      yield* Deferred.succeed(listening, undefined)
      yield* Effect.raceFirst(
        Deferred.await(broken),
        Effect.repeat(ask(client, "SELECT 1"), Schedule.spaced(betweenQuestions)),
      )
    }),
  )

  const runFork = Runtime.runFork(yield* Effect.runtime())
  yield* listen.pipe(
    Effect.tapErrorCause((cause) =>
      Effect.logWarning(`The connection that listens for pokes broke: ${reasonOf(cause)}`),
    ),
    Effect.retry(reconnects),
    Effect.forkScoped,
  )
  // who begins to watch before it would miss the first
  yield* Effect.timeoutOption(Deferred.await(listening), answersWithin)

  const publish = (userId: UserId, version: number) =>
    sql`SELECT pg_notify(${channel}, ${encode([userId, version])})`.pipe(
      // a poke that is lost is made up for by the next look
      Effect.catchAll((error) => Effect.logWarning("A poke could not be sent", error)),
      Effect.asVoid,
    )

  return { publish, watch: topics.watch } as const
})

export const layer: Layer.Layer<Pokes, never, PgClient.PgClient> = Layer.scoped(Pokes, make)
