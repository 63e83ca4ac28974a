import { SqlClient } from "@effect/sql"
import { Clock, Effect, Option } from "effect"
import type { Device } from "../../domain/Device.ts"
import { NotFound } from "../../domain/errors/InputErrors.ts"
import { EpochMismatch, Forbidden, NeedsAuth, ProtocolTooOld } from "../../domain/errors/SyncErrors.ts"
import type { DeviceId, UserId } from "../../domain/Ids.ts"
import type { CurrentUser } from "../../domain/rpc/SyncRpcs.ts"
import { initialConfig } from "../../domain/SyncConfig.ts"
import { type Hello, oldestProtocol, protocolVersion, type Welcome } from "../../domain/sync/Protocol.ts"
import { withStorageErrors } from "../../services/database/storageErrorOf.ts"
import { Pokes } from "./Pokes.ts"
import { Rows } from "./Rows.ts"
import { withServerErrors } from "./serverErrorOf.ts"
import { Spaces } from "./Spaces.ts"

const revoked = new Forbidden({ detail: "this device was signed out from another one" })

/** Who syncs: users and their devices. */
export class Registrations extends Effect.Service<Registrations>()("openchat/server/Registrations", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const pokes = yield* Pokes
    const rows = yield* Rows
    const spaces = yield* Spaces

    /** The device, if it is this user's and may sync. */
    const hold = Effect.fnUntraced(function* (userId: UserId, deviceId: DeviceId) {
      const device = Option.filter(yield* rows.devices.byId(deviceId), (it) => it.userId === userId)
      if (Option.isNone(device)) return yield* new Forbidden({ detail: "this device is not registered" })
      if (device.value.revokedAt !== null) return yield* revoked
      return device.value
    })

    const arrived = (deviceId: DeviceId, lastNumber: number, now: number) =>
      withStorageErrors(
        sql`UPDATE device SET last_number = ${lastNumber}, last_sync_at = ${now} WHERE id = ${deviceId}`,
      )

    const addUser = Effect.fnUntraced(function* (user: CurrentUser["Type"], version: number, now: number) {
      const { email, name, userId } = user
      const given = { id: userId, email, name, image: null, createdAt: now, updatedAt: now }
      yield* rows.users.insert([{ ...given, version, clocks: {}, versions: {} }])
      yield* rows.configs.insert([{ ...initialConfig(userId, now), mode: "hybrid", version: version + 1 }])
      return [
        { entityType: "user", entityId: userId, version } as const,
        { entityType: "sync_config", entityId: userId, version: version + 1 } as const,
      ]
    })

    /** A device is copied with its fingerprint. Other people's devices may well have the same. */
    const isCopied = Effect.fnUntraced(function* (userId: UserId, { fingerprint }: Hello["device"]) {
      const found = yield* sql`
        SELECT 1 AS found FROM device WHERE fingerprint = ${fingerprint} AND user_id = ${userId}`
      return found.length > 0
    })

    const addDevice = Effect.fnUntraced(function* (
      userId: UserId,
      device: Hello["device"],
      version: number,
      now: number,
    ) {
      yield* rows.devices.insert([
        {
          ...device,
          userId,
          lastSyncAt: now,
          lastNumber: 0,
          revokedAt: null,
          version,
          clocks: {},
          versions: {},
        },
      ])
      return { entityType: "device", entityId: device.id, version } as const
    })

    /** Makes what is not there yet: the user at the first sign-in, the device at its first call. */
    const register = Effect.fnUntraced(function* (user: CurrentUser["Type"], device: Hello["device"]) {
      const now = yield* Clock.currentTimeMillis
      const { version } = yield* spaces.hold(user.userId)
      const known = yield* rows.users.byId(user.userId)
      const added = Option.isNone(known) ? yield* addUser(user, version + 1, now) : []
      const found = yield* rows.devices.byId(device.id)
      if (Option.isSome(found)) {
        const { revokedAt, userId } = found.value
        if (userId !== user.userId) {
          return yield* new Forbidden({ detail: "this device is registered to another account" })
        }
        if (revokedAt !== null) return yield* revoked
      } else if (yield* isCopied(user.userId, device)) {
        return yield* new Forbidden({ detail: "another device of this account has its fingerprint" })
      }
      const all = Option.isSome(found)
        ? added
        : [...added, yield* addDevice(user.userId, device, version + added.length + 1, now)]
      if (all.length > 0) yield* spaces.advance(user.userId, all)
      return {
        isNew: all.length > 0,
        lastNumber: Option.match(found, { onNone: () => 0, onSome: (it) => it.lastNumber }),
      }
    })

    /**
     * The first call of a device.
     *
     * @throws NeedsAuth if the session is of another person than the device's changes
     * @throws Forbidden if the device is revoked, another account's, or a copy of another one
     * @throws ProtocolTooOld if it speaks a protocol that is no longer understood, or not yet
     * @throws EpochMismatch if it knows of changes that this database never made
     */
    const hello = Effect.fn("Registrations.hello")(
      function* (user: CurrentUser["Type"], hello: Hello) {
        if (hello.protocol < oldestProtocol) {
          return yield* new ProtocolTooOld({ side: "client", spoken: hello.protocol, oldest: oldestProtocol })
        }
        // what this server does not know of a newer client's changes it would not keep
        if (hello.protocol > protocolVersion) {
          return yield* new ProtocolTooOld({
            side: "server",
            spoken: protocolVersion,
            oldest: hello.protocol,
          })
        }
        if (hello.userId !== undefined && hello.userId !== user.userId) return yield* new NeedsAuth()
        const epoch = yield* spaces.epoch
        if (hello.place !== null) yield* spaces.recognise(user.userId, hello.place)
        const { isNew, lastNumber } = yield* withStorageErrors(
          sql.withTransaction(register(user, hello.device)),
        )
        if (hello.acknowledged > lastNumber) {
          return yield* new EpochMismatch({ known: hello.place?.epoch ?? "", found: epoch })
        }
        const { floor, version } = yield* spaces.head(user.userId)
        if (isNew) yield* pokes.publish(user.userId, version)
        const welcome: Welcome = {
          epoch,
          userId: user.userId,
          lastNumber,
          version,
          floor,
          serverTime: yield* Clock.currentTimeMillis,
          emptiesTrash: true,
        }
        return welcome
      },
      (effect) => withServerErrors(effect),
    )

    const require = Effect.fn("Registrations.require")(
      function* (userId: UserId, deviceId: DeviceId) {
        yield* hold(userId, deviceId)
      },
      (effect) => withServerErrors(effect),
    )

    /** Newest first. */
    const devices = Effect.fn("Registrations.devices")(
      function* (userId: UserId) {
        const found = yield* withStorageErrors(
          sql<{ id: DeviceId }>`
            SELECT id FROM device WHERE user_id = ${userId} ORDER BY created_at DESC, id DESC LIMIT 500`,
        )
        const all = yield* Effect.forEach(found, ({ id }) => rows.devices.byId(id))
        return all.flatMap((device): ReadonlyArray<Device> => Option.toArray(device))
      },
      (effect) => withServerErrors(effect),
    )

    /** From now on the device is answered `Forbidden`, its open connection included. */
    const revoke = Effect.fn("Registrations.revoke")(
      function* (userId: UserId, deviceId: DeviceId) {
        const version = yield* withStorageErrors(
          sql.withTransaction(
            Effect.gen(function* () {
              const head = yield* spaces.hold(userId)
              const device = Option.filter(yield* rows.devices.byId(deviceId), (it) => it.userId === userId)
              if (Option.isNone(device)) return yield* new NotFound({ entity: "device", id: deviceId })
              if (device.value.revokedAt !== null) return head.version
              const next = head.version + 1
              const revokedAt = yield* Clock.currentTimeMillis
              yield* rows.devices.update({ ...device.value, revokedAt, version: next })
              yield* spaces.advance(userId, [{ entityType: "device", entityId: deviceId, version: next }])
              return next
            }),
          ),
        )
        yield* pokes.publish(userId, version)
      },
      (effect) => withServerErrors(effect),
    )

    return { hello, hold, arrived, require, devices, revoke } as const
  }),
}) {}
