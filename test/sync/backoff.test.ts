import { assert, it } from "@effect/vitest"
import { Arbitrary, FastCheck, Schema } from "effect"
import { cureOf } from "../../src/domain/errors/AppError.ts"
import { StorageError } from "../../src/domain/errors/StorageErrors.ts"
import { Forbidden, Offline, ServerOverloaded } from "../../src/domain/errors/SyncErrors.ts"
import { ServerError } from "../../src/domain/rpc/SyncRpcs.ts"
import { curedByPerson, waitAfter } from "../../src/services/sync/backoff.ts"

/** What can end a round. */
const failure = Arbitrary.make(Schema.Union(ServerError, StorageError, Offline))
const failures = FastCheck.integer({ min: 1, max: 1_000_000 })
const spread = FastCheck.double({ min: 0, max: 1, noNaN: true })
const offline = new Offline({ detail: "" })

it("the first wait is of a second, each of the next is twice as long, and none is longer than a minute", () => {
  const waits = Array.from({ length: 8 }, (_, n) => waitAfter(offline, n + 1, 1))
  assert.deepStrictEqual(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
})

it("a wait is spread over its second half, and never over more than a minute", () => {
  FastCheck.assert(
    FastCheck.property(failures, spread, (n, by) => {
      const [wait, whole] = [waitAfter(offline, n, by), waitAfter(offline, n, 1)]
      assert.isAtMost(whole, 60_000)
      assert.strictEqual(wait, Math.round(whole * (0.5 + by / 2)))
    }),
  )
})

it("one more failure never makes the wait shorter", () => {
  FastCheck.assert(
    FastCheck.property(failure, failures, spread, (error, n, by) => {
      assert.isAtLeast(waitAfter(error, n + 1, by), waitAfter(error, n, by))
    }),
  )
})

it("a server that says how long to wait is not asked before", () => {
  FastCheck.assert(
    FastCheck.property(FastCheck.nat(600_000), failures, spread, (retryAfter, n, by) => {
      const wait = waitAfter(new ServerOverloaded({ retryAfter }), n, by)
      assert.strictEqual(wait, Math.max(retryAfter, waitAfter(offline, n, by)))
    }),
  )
})

it("a server that asks for a day is asked again after an hour", () => {
  assert.strictEqual(waitAfter(new ServerOverloaded({ retryAfter: 86_400_000 }), 1, 1), 3_600_000)
})

it("what cures itself is tried again, and what needs a person or an update waits for it", () => {
  FastCheck.assert(
    FastCheck.property(failure, (error) => {
      const cure = cureOf(error)
      if (cure === "retry" || cure === "respawn") assert.isFalse(curedByPerson(error), error._tag)
      if (cure === "sign-in" || cure === "choose" || cure === "reload" || cure === "quarantine") {
        // a migration that stops ends the opening, long before sync begins
        if (error._tag !== "MigrationFailed") assert.isTrue(curedByPerson(error), error._tag)
      }
    }),
    { numRuns: 500 },
  )
})

it("a device that was signed out from another one does not knock again", () => {
  assert.isTrue(curedByPerson(new Forbidden({ detail: "" })))
})
