import { Rpc, RpcGroup } from "@effect/rpc"
import { Schema } from "effect"
import { InputError } from "../errors/InputErrors.ts"
import { StorageError } from "../errors/StorageErrors.ts"
import { SyncError } from "../errors/SyncErrors.ts"
import { type MutationInput, MutationOutcome } from "../Mutation.ts"
import { trusted } from "./trusted.ts"

export const MutateError = Schema.Union(StorageError, InputError, SyncError)
export type MutateError = typeof MutateError.Type

/** All of the mutations in one transaction, or none. Safe to send twice. Checked by the service, not here. */
export class MutationRpcs extends RpcGroup.make(
  Rpc.make("mutate", {
    payload: { mutations: trusted<ReadonlyArray<MutationInput>>() },
    success: Schema.Array(MutationOutcome),
    error: MutateError,
  }),
) {}
