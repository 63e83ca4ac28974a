import { SqlClient } from "@effect/sql"
import { Effect, Option, SubscriptionRef } from "effect"
import { EventRefused, Offline } from "../../domain/errors/SyncErrors.ts"
import type { MutationInput } from "../../domain/Mutation.ts"
import { Mutations } from "../chat/Mutations.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { KeptState } from "../storage/KeptState.ts"
import { SyncEngine } from "./SyncEngine.ts"
import { SyncRounds } from "./SyncRounds.ts"
import { SyncState } from "./SyncState.ts"

/** How long the server may take before a change is given up. */
const patience = "5 seconds"

const unreachable = new Offline({ detail: "chats are kept by the server alone, and it cannot be reached" })

/**
 * The changes of a page. Where the server alone keeps the chats, one is done when the server has it, and otherwise not
 * at all.
 */
export class WriteThrough extends Effect.Service<WriteThrough>()("openchat/WriteThrough", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const engine = yield* SyncEngine
    const mutations = yield* Mutations
    const rounds = yield* SyncRounds
    const state = yield* SyncState
    const { cloudOnly } = yield* KeptState

    const send = Effect.fnUntraced(function* (inputs: ReadonlyArray<MutationInput>, quietly: boolean) {
      const connection = yield* SubscriptionRef.get(engine.connection)
      const { place } = yield* state.standing
      if (Option.isNone(connection) || place === null) return yield* unreachable
      const outcomes = yield* mutations.apply(inputs, quietly)
      const answers = yield* Effect.timeoutFail(rounds.push(connection.value, place.epoch), {
        duration: patience,
        onTimeout: () => unreachable,
      })
      const refused = answers.find(({ outcome }) => outcome === "refused")
      if (refused !== undefined) {
        return yield* new EventRefused({ eventId: refused.eventId, reason: refused.reason ?? "" })
      }
      return outcomes
    })

    /**
     * All of the mutations in one transaction, or none. Safe to repeat.
     *
     * @param quietly whether the caller invalidates what they touch
     */
    const apply = Effect.fn("WriteThrough.apply")(function* (
      inputs: ReadonlyArray<MutationInput>,
      quietly = false,
    ) {
      if (!cloudOnly) return yield* mutations.apply(inputs, quietly)
      // what the server did not take is rolled back here too
      return yield* withStorageErrors(sql.withTransaction(send(inputs, quietly)))
    })

    return { apply } as const
  }),
}) {}
