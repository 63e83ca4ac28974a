import type { Effect } from "effect"
import type { AppError } from "../../domain/errors/AppError.ts"
import type { QueryKey } from "../../domain/QueryKey.ts"

/** A question whose answer goes on: what it reads, and how to read it once. `LiveQueries` runs it. */
export interface LiveQuery<A> {
  /** Q1: every change that can change the answer touches one of these. */
  readonly keys: ReadonlyArray<QueryKey>
  readonly run: Effect.Effect<A, AppError>
}
