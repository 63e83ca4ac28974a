import { SqlClient } from "@effect/sql"
import { Clock, Effect, Option, Schema } from "effect"
import { DeviceId, UserId } from "../../domain/Ids.ts"
import { unseen } from "../../domain/Scalars.ts"
import { initialConfig } from "../../domain/SyncConfig.ts"
import { SyncConfigRepo } from "../account/SyncConfigRepo.ts"
import { UserRepo } from "../account/UserRepo.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import { nextDeviceId, nextUserId, Nanoid } from "../Nanoid.ts"
import { DeviceProfile } from "./DeviceProfile.ts"
import { DeviceRepo } from "./DeviceRepo.ts"
import { fingerprintOf } from "./fingerprint.ts"

const Stored = Schema.Struct({
  deviceId: DeviceId,
  userId: UserId,
  /** Present once the person has an account. */
  account: Schema.optional(Schema.String),
  /** Present while the device is signed in to it. */
  session: Schema.optional(Schema.String),
})

/** Writes who uses this device, anew: a person without an account, and a device that no server has seen. */
export const makeIdentity = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const devices = yield* DeviceRepo
  const users = yield* UserRepo
  const configs = yield* SyncConfigRepo
  const describe = yield* DeviceProfile
  const { random } = yield* Nanoid

  const now = yield* Clock.currentTimeMillis
  const profile = yield* describe
  const [userId, deviceId] = yield* Effect.all([nextUserId, nextDeviceId])
  // the secret is not kept: nothing needs to make the same fingerprint twice
  const fingerprint = yield* fingerprintOf(profile.traits, yield* random)
  yield* users.insert([
    { id: userId, email: null, name: "You", image: null, createdAt: now, updatedAt: now, ...unseen },
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
      ...unseen,
    },
  ])
  yield* configs.insert([initialConfig(userId, now)])
  yield* sql`INSERT INTO sync_state ${sql.insert([
    { name: "deviceId", value: deviceId },
    { name: "userId", value: userId },
  ])}`
  return { deviceId, userId }
})

/** Who this device is and who uses it: made once, in one transaction, and stored. It changes only with a sign-in. */
export class Identity extends Effect.Service<Identity>()("openchat/Identity", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient

    const read = Effect.gen(function* () {
      const rows = yield* sql<{ name: string; value: string }>`SELECT name, value FROM sync_state`
      return Schema.decodeUnknownOption(Stored)(
        Object.fromEntries(rows.map(({ name, value }) => [name, value])),
      )
    })

    const { account, deviceId, session, userId } = yield* withStorageErrors(
      sql.withTransaction(
        Effect.flatMap(
          read,
          Option.match({
            onNone: () =>
              Effect.map(makeIdentity, (made) => ({ ...made, account: undefined, session: undefined })),
            onSome: Effect.succeed,
          }),
        ),
      ),
    )
    return {
      deviceId,
      userId,
      hasAccount: account !== undefined,
      signedIn: account !== undefined && session !== undefined,
    } as const
  }),
}) {}
