import { HttpRouter, HttpServer, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { NodeHttpClient, NodeHttpServer } from "@effect/platform-node"
import { assert, it } from "@effect/vitest"
import { Arbitrary, Cause, Effect, Layer, Queue, Schema, TestClock } from "effect"
import { createServer } from "node:http"
import { AppError, cureOf } from "../../src/domain/errors/AppError.ts"
import { ErrorReport, reportOf } from "../../src/domain/errors/ErrorReport.ts"
import { StorageBusy, StorageFull } from "../../src/domain/errors/StorageErrors.ts"
import { ErrorHandler } from "../../src/services/errors/ErrorHandler.ts"
import { HandledErrors } from "../../src/services/errors/HandledErrors.ts"
import * as HttpErrorReports from "../../src/services/errors/HttpErrorReports.ts"

const full = new StorageFull({ detail: "database or disk is full" })
const busy = new StorageBusy({ detail: "database is locked" })

it.effect("the handler in memory keeps what it handled, in order, and cures", () =>
  Effect.gen(function* () {
    const { handle, recover } = yield* ErrorHandler
    yield* handle(Cause.fail(full))
    yield* handle(Cause.die(busy))
    assert.deepStrictEqual(yield* Effect.flatMap(HandledErrors, ({ all }) => all), [full, busy])
    assert.isTrue(yield* recover(busy))
    assert.isFalse(yield* recover(full))
  }).pipe(Effect.provide(HandledErrors.layer({ retry: () => Effect.succeed(true) }))),
)

it.prop(
  "a report says which error and which cure, and quotes nothing that a person or a server said",
  [Arbitrary.make(AppError)],
  ([error]) => {
    const report = reportOf(error, 12)
    assert.deepStrictEqual([report.at, report.error, report.cure], [12, error._tag, cureOf(error)])
    const free = [
      ...("id" in error ? [error.id] : []),
      ...("eventId" in error ? [error.eventId, error.reason] : []),
      ...("known" in error && "found" in error
        ? [error.known, error.found].filter((it) => typeof it === "string")
        : []),
      ...("issues" in error ? error.issues.flatMap(({ path, problem }) => [path, problem]) : []),
      ...(error._tag === "AccountRefused" || error._tag === "Offline" || error._tag === "Transient"
        ? [error.detail]
        : []),
      ...(error._tag === "Forbidden" || (error._tag === "QueryFailed" && error.code === 1)
        ? [error.detail]
        : []),
    ]
    for (const text of free) assert.notInclude(Object.values(report.facts), text)
  },
  { fastCheck: { numRuns: 500 } },
)

/** A collector that answers as it is told, and says what it was sent. */
const collector = Effect.gen(function* () {
  const statuses = yield* Queue.unbounded<number>()
  const received = yield* Queue.unbounded<ReadonlyArray<ErrorReport>>()
  const route = HttpRouter.post(
    "/errors",
    Effect.gen(function* () {
      yield* Queue.offer(received, yield* HttpServerRequest.schemaBodyJson(Schema.Array(ErrorReport)))
      return HttpServerResponse.empty({ status: yield* Queue.take(statuses) })
    }),
  )
  yield* Layer.build(HttpServer.serve(HttpRouter.empty.pipe(route)))
  const url = yield* HttpServer.addressFormattedWith((address) => Effect.succeed(`${address}/errors`))
  return { statuses, received, url }
})

const server = Layer.merge(
  NodeHttpServer.layer(() => createServer(), { port: 0, host: "127.0.0.1" }),
  NodeHttpClient.layer,
)

it.scoped("failures are gathered, sent together, and sent again until they are taken", () =>
  Effect.gen(function* () {
    const { received, statuses, url } = yield* collector
    yield* Effect.gen(function* () {
      const { handle } = yield* ErrorHandler
      yield* handle(Cause.fail(full))
      yield* TestClock.adjust("1 second")
      yield* handle(Cause.fail(busy))
      yield* statuses.offer(503)
      yield* TestClock.adjust("4 seconds")
      const first = yield* Queue.take(received)
      assert.deepStrictEqual(first, [reportOf(full, 0), reportOf(busy, 1_000)])

      yield* handle(Cause.fail(busy))
      yield* statuses.offer(204)
      // the answer has to come before the time does for which it is waited
      yield* Effect.repeat(TestClock.adjust("5 seconds"), {
        until: () => Effect.map(received.size, (n) => n > 0),
      })
      assert.deepStrictEqual(yield* Queue.take(received), first)
    }).pipe(Effect.provide(HttpErrorReports.layer({ url, logging: false, cures: {} })))
  }).pipe(Effect.provide(server)),
)

it.scoped("a collector that is not there holds up nobody", () =>
  Effect.gen(function* () {
    const { handle } = yield* ErrorHandler
    for (let n = 0; n < 500; n++) assert.deepStrictEqual(yield* handle(Cause.fail(full)), full)
    yield* TestClock.adjust("1 hour")
  }).pipe(
    Effect.provide(
      Layer.provide(
        HttpErrorReports.layer({ url: "http://127.0.0.1:1/errors", logging: false, cures: {} }),
        NodeHttpClient.layer,
      ),
    ),
  ),
)
