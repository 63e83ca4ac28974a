import { HttpClient, HttpClientRequest } from "@effect/platform"
import { Chunk, Clock, Effect, Layer, Queue, Schedule } from "effect"
import { reportOf, type ErrorReport } from "../../domain/errors/ErrorReport.ts"
import { ErrorHandler, type ErrorHandlerOptions } from "./ErrorHandler.ts"

/** Reports that wait to be sent. The newest are dropped when there are more: the first of a series tell the most. */
const room = 100

/** How long reports are gathered for one request. */
const gathering = "5 seconds"

const again = Schedule.union(Schedule.exponential("5 seconds"), Schedule.spaced("5 minutes"))

export interface HttpErrorReportsOptions extends Omit<ErrorHandlerOptions, "onError"> {
  /** Takes a JSON array of `ErrorReport` by POST, and answers with 2xx. */
  readonly url: string
}

/**
 * An error handler that also sends a report of each failure to a collector. It holds up nobody and never fails: while
 * the collector does not answer, reports wait in memory and are sent later.
 */
export const layer = ({ cures, logging, url }: HttpErrorReportsOptions) =>
  Layer.unwrapScoped(
    Effect.gen(function* () {
      const client = HttpClient.filterStatusOk(yield* HttpClient.HttpClient)
      const waiting = yield* Queue.dropping<ErrorReport>(room)
      const send = (reports: ReadonlyArray<ErrorReport>) =>
        Effect.scoped(
          Effect.flatMap(HttpClientRequest.bodyJson(HttpClientRequest.post(url), reports), client.execute),
        )
      const sending = Effect.gen(function* () {
        const first = yield* Queue.take(waiting)
        yield* Effect.sleep(gathering)
        const others = yield* Queue.takeAll(waiting)
        yield* Effect.retry(send([first, ...Chunk.toReadonlyArray(others)]), again)
      })
      // a report that cannot be sent is no failure of the application
      yield* Effect.forkScoped(Effect.forever(Effect.ignoreLogged(sending)))
      return ErrorHandler.layer({
        cures,
        logging,
        onError: (error) =>
          Effect.flatMap(Clock.currentTimeMillis, (now) => Queue.offer(waiting, reportOf(error, now))),
      })
    }),
  )
