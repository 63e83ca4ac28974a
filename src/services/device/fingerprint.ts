import { Effect } from "effect"
import { Fingerprint } from "../../domain/Device.ts"

/**
 * Describes a device without naming it: SHA-256 over its traits and a secret that only it has, so that the same
 * machine in two profiles gives two fingerprints and none of them can be turned back.
 */
export const fingerprintOf = Effect.fn("fingerprintOf")(function* (
  traits: ReadonlyArray<string>,
  secret: string,
) {
  const text = new TextEncoder().encode(JSON.stringify([secret, ...traits]))
  const digest = yield* Effect.promise(() => crypto.subtle.digest("SHA-256", text))
  return Fingerprint.make(
    Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""),
  )
})
