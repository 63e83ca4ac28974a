import { assert, it, layer } from "@effect/vitest"
import { SqlClient } from "@effect/sql"
import { Effect, FastCheck, Layer, Option, TestClock } from "effect"
import { SyncConfigRepo } from "../../src/services/account/SyncConfigRepo.ts"
import { UserRepo } from "../../src/services/account/UserRepo.ts"
import { DeviceProfile, nameOf } from "../../src/services/device/DeviceProfile.ts"
import { DeviceRepo } from "../../src/services/device/DeviceRepo.ts"
import { fingerprintOf } from "../../src/services/device/fingerprint.ts"
import { Identity } from "../../src/services/device/Identity.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { Platform, reopened } from "../support/platform.ts"
import { count } from "../support/tables.ts"

const thisDevice = Effect.gen(function* () {
  const { deviceId, userId } = yield* Identity
  const device = Option.getOrThrow(yield* Effect.flatMap(DeviceRepo, (it) => it.byId(deviceId)))
  const user = Option.getOrThrow(yield* Effect.flatMap(UserRepo, (it) => it.byId(userId)))
  const config = Option.getOrThrow(yield* Effect.flatMap(SyncConfigRepo, (it) => it.byId(userId)))
  return { device, user, config }
})

layer(Platform)("a device", (it) => {
  it.effect("is made once and is the same after every opening", () =>
    Effect.gen(function* () {
      const first = yield* reopened(thisDevice)
      yield* TestClock.adjust("1 day")
      assert.deepStrictEqual(yield* reopened(thisDevice), first)
      for (const table of ["device", "user", "sync_config"]) assert.strictEqual(yield* count(table), 1)
    }),
  )

  it.effect("belongs to one local user without an address, who has chosen no sync", () =>
    Effect.gen(function* () {
      const { device, user, config } = yield* reopened(thisDevice)
      assert.strictEqual(device.userId, user.id)
      assert.strictEqual(user.email, null)
      assert.strictEqual(config.mode, "local-only")
      assert.strictEqual(device.lastNumber, 0)
    }),
  )

  it.effect("keeps its identity when its profile changes", () =>
    Effect.gen(function* () {
      const before = yield* reopened(thisDevice)
      const other = Layer.succeed(DeviceProfile, Effect.succeed({ name: "Other browser", traits: ["other"] }))
      const after = yield* Effect.provide(thisDevice, Layer.provide(LocalDatabase.layer, other))
      assert.deepStrictEqual(after, before)
    }),
  )
})

it.effect("an identity that cannot be written whole is not written at all", () =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* reopened(Effect.void)
    yield* Effect.forEach(
      ["device", "user", "sync_config", "sync_state"],
      (it) => sql`DELETE FROM ${sql(it)}`,
    )
    yield* sql`CREATE TRIGGER refuse BEFORE INSERT ON sync_state BEGIN SELECT raise(ABORT, 'refused'); END`
    const error = yield* Effect.flip(reopened(Effect.void))
    assert.strictEqual(error._tag, "QueryFailed")
    for (const table of ["device", "user", "sync_config"]) assert.strictEqual(yield* count(table), 0)
    yield* sql`DROP TRIGGER refuse`
    yield* reopened(thisDevice)
  }).pipe(Effect.provide(Platform)),
)

it.effect("a fingerprint is 64 hex digits and holds neither the id nor the traits", () =>
  Effect.gen(function* () {
    const { device } = yield* reopened(thisDevice)
    assert.match(device.fingerprint, /^[0-9a-f]{64}$/)
    const sql = yield* SqlClient.SqlClient
    const kept = JSON.stringify(yield* sql`SELECT * FROM device`)
    assert.notInclude(kept, "a trait to be recognised by")
    // whatever is made of the id alone, another machine with the same traits must not have the same
    for (const secret of ["", device.id]) {
      const derived = yield* fingerprintOf(["a trait to be recognised by"], secret)
      assert.notStrictEqual(derived, device.fingerprint)
    }
  }).pipe(
    Effect.provide(
      Layer.merge(
        Platform,
        Layer.succeed(
          DeviceProfile,
          Effect.succeed({ name: "Device", traits: ["a trait to be recognised by"] }),
        ),
      ),
    ),
  ),
)

it.effect("two machines with the same traits have different ids and fingerprints", () =>
  Effect.gen(function* () {
    const fresh = Effect.provide(reopened(thisDevice), Layer.fresh(Platform))
    const [a, b] = yield* Effect.all([fresh, fresh])
    assert.notStrictEqual(a.device.id, b.device.id)
    assert.notStrictEqual(a.device.fingerprint, b.device.fingerprint)
  }),
)

it.effect.prop(
  "a fingerprint changes with every trait, with their order and with the secret",
  [FastCheck.uniqueArray(FastCheck.string(), { minLength: 2, maxLength: 4 }), FastCheck.string()],
  ([traits, secret]) =>
    Effect.gen(function* () {
      const own = yield* fingerprintOf(traits, secret)
      assert.strictEqual(yield* fingerprintOf(traits, secret), own)
      const others = [traits.toReversed(), traits.slice(1), [...traits, ""], [traits.join("\n")]]
      for (const other of others) assert.notStrictEqual(yield* fingerprintOf(other, secret), own)
      assert.notStrictEqual(yield* fingerprintOf(traits, `${secret}.`), own)
    }),
  { fastCheck: { numRuns: 50 } },
)

it.each([
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
    "Chromium on Linux",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0",
    "Edge on Windows",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
    "Safari on macOS",
  ],
  ["Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0", "Firefox on Android"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
    "Safari on iOS",
  ],
  ["curl/8", "Browser on this device"],
])("%s is called %s", (userAgent, name) => {
  assert.strictEqual(nameOf(userAgent), name)
})
