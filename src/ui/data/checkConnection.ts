import type { ConnectionStep } from "../../domain/assistant/ConnectionStep.ts"
import type { ProviderId } from "../../domain/Ids.ts"
import type { Failure } from "../client/Failure.ts"
import { each } from "../client/runtime.ts"

interface Handlers {
  readonly step: (step: ConnectionStep) => void
  readonly done: () => void
  readonly failed: (failure: Failure) => void
}

/** Asks the worker to try a provider, and hears of every step. The returned function gives it up. */
export const checkConnection = (id: ProviderId, { done, failed, step }: Handlers): (() => void) =>
  each((client) => client.providers.check({ id }), step, { success: done, failure: failed })
