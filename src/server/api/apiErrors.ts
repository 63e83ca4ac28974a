import { HttpApiSchema } from "@effect/platform"
import { Schema } from "effect"
import { InvalidInput, NotFound, PayloadTooLarge } from "../../domain/errors/InputErrors.ts"
import {
  ClockSkew,
  EpochMismatch,
  Forbidden,
  MustResnapshot,
  NeedsAuth,
  NumberGap,
  ProtocolTooOld,
  ServerOverloaded,
  Transient,
} from "../../domain/errors/SyncErrors.ts"
import type { ServerError } from "../../domain/rpc/SyncRpcs.ts"
import { statusOf } from "../errorResponse.ts"

const withStatus = <A>(tag: ServerError["_tag"]) => HttpApiSchema.annotations<A>({ status: statusOf[tag] })

/** What any of the endpoints may answer instead. */
export const CommonError = Schema.Union(
  Forbidden.annotations(withStatus("Forbidden")),
  NotFound.annotations(withStatus("NotFound")),
  InvalidInput.annotations(withStatus("InvalidInput")),
  PayloadTooLarge.annotations(withStatus("PayloadTooLarge")),
  ServerOverloaded.annotations(withStatus("ServerOverloaded")),
  Transient.annotations(withStatus("Transient")),
)

/** What only the endpoints of sync may. */
export const SyncError = Schema.Union(
  ClockSkew.annotations(withStatus("ClockSkew")),
  NumberGap.annotations(withStatus("NumberGap")),
  MustResnapshot.annotations(withStatus("MustResnapshot")),
  EpochMismatch.annotations(withStatus("EpochMismatch")),
  ProtocolTooOld.annotations(withStatus("ProtocolTooOld")),
)

/** Why nobody is let in. */
export const SignInError = Schema.Union(
  NeedsAuth.annotations(withStatus("NeedsAuth")),
  ServerOverloaded.annotations(withStatus("ServerOverloaded")),
  Transient.annotations(withStatus("Transient")),
)
