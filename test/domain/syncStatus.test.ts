import { assert, it } from "@effect/vitest"
import { Arbitrary, FastCheck } from "effect"
import { AppError, cureOf } from "../../src/domain/errors/AppError.ts"
import { stateOf, SyncStatus, type SyncState } from "../../src/domain/sync/SyncStatus.ts"

const synced: SyncStatus = {
  mode: "hybrid",
  signedIn: true,
  autoSync: true,
  online: true,
  syncing: false,
  pendingChanges: 0,
  refusedChanges: 0,
  conflicts: 0,
  lastSyncedAt: 1,
  fetching: null,
  error: null,
}

const count = FastCheck.integer({ min: 1, max: 1_000 })
const error = Arbitrary.make(AppError)

/** Each is one reason why a device does not hold what the server holds. */
const reasons: Readonly<Record<string, FastCheck.Arbitrary<Partial<SyncStatus>>>> = {
  "it does not sync at all": FastCheck.constant({ mode: "local-only" }),
  "nobody is signed in": FastCheck.constant({ signedIn: false }),
  "the server does not answer": FastCheck.constant({ online: false }),
  "a round is on its way": FastCheck.constant({ syncing: true }),
  "changes wait": count.map((pendingChanges) => ({ pendingChanges })),
  "the server refused changes": count.map((refusedChanges) => ({ refusedChanges })),
  "it never synced": FastCheck.constant({ lastSyncedAt: null }),
  "it has not fetched everything": FastCheck.nat(9).map((fetching) => ({ fetching })),
  "the last round failed": error.map((it) => ({ error: it })),
}

/** What does not matter to it. */
const besides = FastCheck.record({
  mode: FastCheck.constantFrom("hybrid" as const, "cloud-only" as const),
  autoSync: FastCheck.boolean(),
  conflicts: FastCheck.nat(9),
  lastSyncedAt: FastCheck.nat(),
})

it("S8: it is said to be synced where nothing speaks against it", () => {
  FastCheck.assert(
    FastCheck.property(besides, (it) => {
      assert.strictEqual(stateOf({ ...synced, ...it }), "synced")
    }),
  )
})

it("S8: it is never said to be synced while there is a reason against it, alone or with others", () => {
  const some = FastCheck.subarray(Object.values(reasons), { minLength: 1 }).chain((chosen) =>
    FastCheck.tuple(...chosen),
  )
  FastCheck.assert(
    FastCheck.property(besides, some, (it, against) => {
      assert.notStrictEqual(stateOf(Object.assign({}, synced, it, ...against)), "synced")
    }),
    { numRuns: 500 },
  )
})

it("S8: whatever the status, synced means that everything was acknowledged", () => {
  FastCheck.assert(
    FastCheck.property(Arbitrary.make(SyncStatus), (status) => {
      if (stateOf(status) !== "synced") return
      assert.deepInclude(status, { pendingChanges: 0, refusedChanges: 0, error: null, online: true })
    }),
    { numRuns: 1_000 },
  )
})

const told: ReadonlyArray<readonly [SyncState, Partial<SyncStatus>]> = [
  ["local-only", { mode: "local-only", signedIn: false }],
  ["signed-out", { signedIn: false, online: false }],
  ["offline", { online: false, pendingChanges: 3, syncing: true }],
  ["fetching", { fetching: 0, syncing: true, lastSyncedAt: null }],
  ["syncing", { syncing: true, pendingChanges: 3 }],
  ["pending", { pendingChanges: 3, refusedChanges: 1 }],
  ["pending", { lastSyncedAt: null }],
  ["refused", { refusedChanges: 1 }],
]
it.each(told)("S8: the reason that matters most is said: %s", (state, patch) => {
  assert.strictEqual(stateOf({ ...synced, ...patch }), state)
})

it("S8: what only a person or an update cures is never said to be on its way", () => {
  FastCheck.assert(
    FastCheck.property(error, (it) => {
      const state = stateOf({ ...synced, pendingChanges: 1, syncing: true, error: it })
      const cure = cureOf(it)
      if (it._tag === "NeedsAuth") assert.strictEqual(state, "signed-out")
      if (it._tag === "EpochMismatch" || it._tag === "ProtocolTooOld") assert.strictEqual(state, "stopped")
      if (cure === "quarantine" || cure === "free-space" || it._tag === "SchemaTooNew") {
        assert.strictEqual(state, "stopped", it._tag)
      }
    }),
    { numRuns: 500 },
  )
})
