import type { RpcClientError } from "@effect/rpc"
import {
  Cause,
  Effect,
  Exit,
  Layer,
  type Mailbox,
  ManagedRuntime,
  Schedule,
  Schema,
  type Scope,
  Stream,
} from "effect"
import { batch, getOwner, onCleanup } from "solid-js"
import { AppError, curedByWaiting } from "../../domain/errors/AppError.ts"
import type { Connection } from "../../domain/rpc/TabWire.ts"
import { type Failure, failureOf } from "./Failure.ts"
import { TabConnection } from "./TabConnection.ts"
import { WorkerClient } from "./WorkerClient.ts"

type Client = WorkerClient["Type"]
type CallError = AppError | RpcClientError.RpcClientError

/** A question to the worker. */
export type Call<A> = (client: Client) => Effect.Effect<A, CallError>

/** A file in pieces. */
export type Pieces<A> = (client: Client) => Stream.Stream<A, CallError>

/** A question whose answer goes on. As a mailbox, since a stream of it costs half as much again. */
export type Query<A> = (
  client: Client,
) => Effect.Effect<Mailbox.ReadonlyMailbox<A, CallError>, CallError, Scope.Scope>

let layer: Layer.Layer<WorkerClient | TabConnection> = WorkerClient.layer

/** Another worker to speak to. To be said before anything was asked. */
export const useClient = (other: typeof layer): void => void (layer = other)

const runtime = ManagedRuntime.make(Layer.suspend(() => layer))
const isAppError = Schema.is(AppError)

/** Begins again from the shortest wait once it has been quiet for a while. */
const backoff = Schedule.exponential("250 millis").pipe(
  Schedule.union(Schedule.spaced("2 seconds")),
  Schedule.resetAfter("10 seconds"),
)

const patiently = <A, R>(effect: Effect.Effect<A, CallError, R>) =>
  Effect.retry(effect, {
    while: (error) => isAppError(error) && curedByWaiting(error),
    schedule: Schedule.exponential("200 millis"),
    times: 5,
  })

const untilDisposed = (cancel: () => void) => {
  if (getOwner() !== null) onCleanup(cancel)
  return cancel
}

/** Runs for as long as the component that asked lives, and asks again when the answers break off. */
export const follow = <A>(
  query: Query<A>,
  onValue: (value: A) => void,
  onFailure: (failure: Failure) => void = () => {},
): (() => void) => {
  const following = Effect.flatMap(Effect.flatMap(WorkerClient, query), (answers) =>
    Effect.forever(Effect.map(answers.take, (value) => batch(() => onValue(value)))),
  ).pipe(
    Effect.scoped,
    Effect.sandbox,
    Effect.tapError((cause) => Effect.sync(() => onFailure(failureOf(cause)))),
    Effect.retry(backoff),
  )
  return untilDisposed(runtime.runCallback(following))
}

/** Follows how this page is connected to the database. */
export const followConnection = (onValue: (connection: Connection) => void): (() => void) =>
  untilDisposed(
    runtime.runCallback(
      Effect.flatMap(TabConnection, (connection) =>
        Stream.runForEach(connection.changes, (state) => Effect.sync(() => onValue(state))),
      ),
    ),
  )

interface Handlers<A> {
  readonly success?: (value: A) => void
  readonly failure?: (failure: Failure) => void
}

const run = <A>(effect: Effect.Effect<A, CallError, WorkerClient>, on: Handlers<A>): (() => void) =>
  runtime.runCallback(effect, {
    onExit: (exit) => {
      if (Exit.isSuccess(exit)) on.success?.(exit.value)
      else if (!Exit.isInterrupted(exit)) on.failure?.(failureOf(exit.cause))
    },
  })

/** Asks from an event handler. What time alone cures is tried again first; it never throws. */
export const perform = <A>(call: Call<A>, on: Handlers<A> = {}): (() => void) =>
  run(patiently(Effect.flatMap(WorkerClient, call)), on)

/** Asks once: for what the person tries again themselves, and a server that is asked too often would refuse. */
export const attempt = <A>(call: Call<A>, on: Handlers<A> = {}): (() => void) =>
  run(Effect.flatMap(WorkerClient, call), on)

/** All pieces of a stream, such as a file. Rejects with the cause's sentence. */
export const collect = async <A>(pieces: Pieces<A>): Promise<ReadonlyArray<A>> => {
  const exit = await runtime.runPromiseExit(
    Effect.flatMap(WorkerClient, (client) =>
      Effect.map(Stream.runCollect(pieces(client)), (all) => [...all]),
    ),
  )
  if (Exit.isSuccess(exit)) return exit.value
  throw new Error(failureOf(exit.cause).sentence)
}

/** Hands the pieces of a stream on, each when the one before was taken. Rejects with the sentence of what broke. */
export const pour = async <A>(pieces: Pieces<A>, take: (piece: A) => Promise<void>): Promise<void> => {
  const exit = await runtime.runPromiseExit(
    Effect.flatMap(WorkerClient, (client) =>
      Stream.runForEach(pieces(client), (piece) => Effect.promise(() => take(piece))),
    ),
  )
  if (Exit.isSuccess(exit)) return
  const cause = Cause.squash(exit.cause)
  throw cause instanceof DOMException ? cause : new Error(failureOf(exit.cause).sentence)
}

/** Every piece of a stream as it comes, once. */
export const each = <A>(pieces: Pieces<A>, take: (piece: A) => void, on: Handlers<void>): (() => void) =>
  run(
    Effect.flatMap(WorkerClient, (client) =>
      Stream.runForEach(pieces(client), (piece) => Effect.sync(() => batch(() => take(piece)))),
    ),
    on,
  )
