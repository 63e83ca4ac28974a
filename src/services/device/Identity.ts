import { SqlClient } from "@effect/sql"
import { Clock, Effect, Option, Schema } from "effect"
import { DeviceId, UserId } from "../../domain/Ids.ts"
import type { SyncConfig } from "../../domain/SyncConfig.ts"
import { SyncConfigRepo } from "../account/SyncConfigRepo.ts"
import { UserRepo } from "../account/UserRepo.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { nextDeviceId, nextUserId, Nanoid } from "../Nanoid.ts"
import { DeviceProfile } from "./DeviceProfile.ts"
import { DeviceRepo } from "./DeviceRepo.ts"
import { fingerprintOf } from "./fingerprint.ts"

const Stored = Schema.Struct({ deviceId: DeviceId, userId: UserId })

const initialConfig = (userId: UserId, updatedAt: number): SyncConfig => ({
  userId,
  mode: "local-only",
  autoSync: true,
  intervalMs: 30_000,
  conflictPolicy: "automatic",
  updatedAt,
})

/** Who this device is and who uses it: made once, in one transaction, and stored. */
export class Identity extends Effect.Service<Identity>()("openchat/Identity", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const devices = yield* DeviceRepo
    const users = yield* UserRepo
    const configs = yield* SyncConfigRepo
    const describe = yield* DeviceProfile

    const read = Effect.gen(function* () {
      const rows = yield* sql<{ name: string; value: string }>`SELECT name, value FROM sync_state`
      return yield* Effect.option(
        Schema.decodeUnknown(Stored)(Object.fromEntries(rows.map(({ name, value }) => [name, value]))),
      )
    })

    const make = Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const { random } = yield* Nanoid
      const profile = yield* describe
      const [userId, deviceId] = yield* Effect.all([nextUserId, nextDeviceId])
      // the secret is not kept: nothing needs to make the same fingerprint twice
      const fingerprint = yield* fingerprintOf(profile.traits, yield* random)
      yield* users.insert([
        { id: userId, email: null, name: "You", image: null, createdAt: now, updatedAt: now, version: 0 },
      ])
      yield* devices.insert([
        {
          id: deviceId,
          userId,
          fingerprint,
          name: profile.name,
          lastSyncAt: null,
          createdAt: now,
          lastNumber: 0,
          revokedAt: null,
        },
      ])
      yield* configs.insert([initialConfig(userId, now)])
      yield* sql`INSERT INTO sync_state ${sql.insert([
        { name: "deviceId", value: deviceId },
        { name: "userId", value: userId },
      ])}`
      return { deviceId, userId }
    })

    return yield* withStorageErrors(
      sql.withTransaction(Effect.flatMap(read, Option.match({ onNone: () => make, onSome: Effect.succeed }))),
    )
  }),
}) {}
