import { Schema } from "effect"
import { InvalidInput } from "../errors/InputErrors.ts"
import { StorageError } from "../errors/StorageErrors.ts"

/** What a call of the worker that takes anything may answer: why the database cannot be used, or what was wrong. */
export const CallError = Schema.Union(StorageError, InvalidInput)
export type CallError = typeof CallError.Type
