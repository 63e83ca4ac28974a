import { SqlClient } from "@effect/sql"
import { Effect, Option } from "effect"
import type { SignedIn } from "../../domain/Account.ts"
import { ProviderId, type UserId } from "../../domain/Ids.ts"
import { ProviderKeys } from "../assistant/ProviderKeys.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"
import type { DeviceProfile } from "../device/DeviceProfile.ts"
import type { DeviceRepo } from "../device/DeviceRepo.ts"
import { Identity, makeIdentity } from "../device/Identity.ts"
import type { Nanoid } from "../Nanoid.ts"
import { SyncConfigRepo } from "./SyncConfigRepo.ts"
import { UserRepo } from "./UserRepo.ts"

/** What the state of a device says about the machine rather than about the person. */
const shared = ["clockOffset", "seen", "rebuilt", "rebuiltSeen"]

/** What a device knows of the server's history. */
const ofHistory = [
  "cursor",
  "epoch",
  "mark",
  "rows",
  "snapshot",
  "fetched",
  "keep",
  "ahead",
  "lastSyncedAt",
  "floor",
  "compacted",
]

/**
 * Whose the data of this device is. What it changes is read when the database is opened, so open it anew after each.
 * Everything is kept per person: nobody's changes are ever sent with somebody else's account.
 */
export class Adoption extends Effect.Service<Adoption>()("openchat/Adoption", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const configs = yield* SyncConfigRepo
    const users = yield* UserRepo
    const keys = yield* ProviderKeys
    const { deviceId, hasAccount, userId } = yield* Identity
    const context = yield* Effect.context<
      DeviceProfile | DeviceRepo | Nanoid | SqlClient.SqlClient | SyncConfigRepo | UserRepo
    >()

    const put = (name: string, value: string) =>
      sql`INSERT INTO sync_state ${sql.insert({ name, value })}
          ON CONFLICT (name) DO UPDATE SET value = excluded.value`

    /** Who answers, and what they are told, go with the person. */
    const takeOver = Effect.fnUntraced(function* (to: UserId) {
      for (const table of ["provider", "prompt", "chat_import"]) {
        yield* sql`UPDATE ${sql(table)} SET user_id = ${to} WHERE user_id = ${userId}`
      }
    })

    /** What this person wrote before there was an account becomes the account's, and waits to be sent. */
    const rename = Effect.fnUntraced(function* (to: UserId) {
      yield* sql`UPDATE chat SET user_id = ${to} WHERE user_id = ${userId}`
      yield* sql`UPDATE device SET user_id = ${to} WHERE user_id = ${userId}`
      yield* takeOver(to)
      yield* sql`UPDATE sync_event SET entity_id = ${to}, data = replace(data, ${userId}, ${to})
        WHERE user_id = ${userId} AND entity_type IN ('user', 'sync_config')`
      yield* sql`UPDATE sync_event SET user_id = ${to} WHERE user_id = ${userId}`
      yield* sql`DELETE FROM "user" WHERE id = ${to}`
      yield* sql`DELETE FROM sync_config WHERE user_id = ${to}`
      yield* sql`UPDATE "user" SET id = ${to} WHERE id = ${userId}`
      yield* sql`UPDATE sync_config SET user_id = ${to} WHERE user_id = ${userId}`
      yield* put("userId", to)
    })

    const ofPerson = sql`name NOT LIKE '%:%' AND NOT ${sql.in("name", shared)}`

    /** The device on which this person was before somebody else; null if they never were. */
    const formerDevice = Effect.fnUntraced(function* (of: UserId) {
      const [row] = yield* sql<{ value: string }>`
        SELECT value FROM sync_state WHERE name = ${`${of}:deviceId`}`
      return row?.value ?? null
    })

    const bringBack = Effect.fnUntraced(function* (to: UserId) {
      yield* sql`UPDATE sync_state SET name = substr(name, ${to.length + 2}) WHERE name LIKE ${`${to}:%`}`
      yield* sql`UPDATE OR IGNORE draft SET draft_key = 'new' WHERE draft_key = ${`${to}:new`}`
    })

    /** Somebody else signs in: what the device knows of the one before is put aside until they come back. */
    const change = Effect.fnUntraced(function* (to: UserId) {
      // what a snapshot has brought is noted for one person at a time: theirs begins anew
      yield* sql`UPDATE sync_state SET value = '' WHERE name = 'snapshot'`
      yield* sql`UPDATE sync_state SET value = '0' WHERE name = 'fetched'`
      yield* sql`DELETE FROM snapshot_row`
      yield* sql`UPDATE sync_state SET name = ${`${userId}:`} || name WHERE ${ofPerson}`
      yield* sql`UPDATE draft SET draft_key = ${`${userId}:new`} WHERE draft_key = 'new'`
      if ((yield* formerDevice(to)) !== null) return yield* bringBack(to)
      const made = yield* Effect.provide(makeIdentity, context)
      yield* sql`UPDATE "user" SET id = ${to} WHERE id = ${made.userId}`
      yield* sql`UPDATE sync_config SET user_id = ${to} WHERE user_id = ${made.userId}`
      yield* sql`UPDATE device SET user_id = ${to} WHERE id = ${made.deviceId}`
      yield* put("userId", to)
    })

    /** Somebody comes back after a wipe: what was written meanwhile joins what they had left to send. */
    const join = Effect.fnUntraced(function* (to: UserId, device: string) {
      yield* sql`DELETE FROM sync_state WHERE ${ofPerson}`
      yield* bringBack(to)
      yield* sql`UPDATE chat SET user_id = ${to} WHERE user_id = ${userId}`
      yield* takeOver(to)
      // the account has a name and settings of its own
      yield* sql`DELETE FROM sync_event WHERE device_id = ${deviceId} AND entity_type NOT IN ('chat', 'message')`
      const [last] = yield* sql<{ n: number }>`SELECT coalesce(
        (SELECT max(number) FROM sync_event WHERE device_id = ${device}),
        (SELECT last_number FROM device WHERE id = ${device}), 0) AS n`
      const waiting = yield* sql<{ id: string }>`
        SELECT id FROM sync_event WHERE device_id = ${deviceId} ORDER BY number`
      for (const [index, { id }] of waiting.entries()) {
        yield* sql`UPDATE sync_event SET user_id = ${to}, device_id = ${device},
          number = ${(last?.n ?? 0) + 1 + index}, "timestamp" = substr("timestamp", 1, 15) || ${device}
          WHERE id = ${id}`
      }
      for (const table of ["device", "sync_config"]) {
        yield* sql`DELETE FROM ${sql(table)} WHERE user_id = ${userId}`
      }
      yield* sql`DELETE FROM "user" WHERE id = ${userId}`
    })

    const enter = Effect.fnUntraced(function* (to: UserId) {
      if (hasAccount) return yield* change(to)
      const device = yield* formerDevice(to)
      return yield* device === null ? rename(to) : join(to, device)
    })

    const adopt = Effect.fn("Adoption.adopt")(
      function* ({ email, name, userId: to }: SignedIn) {
        const isBack = hasAccount && to === userId
        if (!isBack) yield* enter(to)
        yield* put("account", email)
        yield* put("session", "1")
        const user = yield* users.byId(to)
        // until the server's row comes
        if (Option.isSome(user) && user.value.version === 0)
          yield* users.update({ ...user.value, email, name })
        const config = yield* configs.byId(to)
        if (!isBack && Option.isSome(config) && config.value.mode === "local-only") {
          yield* configs.update({ ...config.value, mode: "hybrid" })
        }
      },
      sql.withTransaction,
      withStorageErrors,
    )

    /** Signed out, with everything still here. */
    const keep = withStorageErrors(sql`DELETE FROM sync_state WHERE name = 'session'`).pipe(
      Effect.asVoid,
      Effect.withSpan("Adoption.keep"),
    )

    const removeTexts = Effect.gen(function* () {
      const chats = sql`SELECT id FROM chat WHERE user_id = ${userId}`
      yield* sql`DELETE FROM reply_chunk WHERE message_id IN (
        SELECT message_id FROM reply WHERE chat_id IN (${chats}))`
      yield* sql`DELETE FROM reply WHERE chat_id IN (${chats})`
      yield* sql`DELETE FROM message WHERE chat_id IN (${chats})`
      yield* sql`DELETE FROM branch WHERE child_id NOT IN (SELECT id FROM message)`
      yield* sql`DELETE FROM draft WHERE draft_key = 'new' OR draft_key IN (${chats})`
      yield* sql`DELETE FROM chat_import WHERE user_id = ${userId}`
      for (const table of ["imported_chat", "imported_message"]) {
        yield* sql`DELETE FROM ${sql(table)} WHERE import_id NOT IN (SELECT id FROM chat_import)`
      }
    })

    /** The server has everything: nothing of it stays in the file. */
    const forgetChats = Effect.gen(function* () {
      yield* sql`UPDATE device SET last_number = coalesce(
          (SELECT max(number) FROM sync_event WHERE device_id = device.id), last_number)
        WHERE user_id = ${userId}`
      yield* removeTexts
      for (const table of ["chat", "sync_event", "conflict"]) {
        yield* sql`DELETE FROM ${sql(table)} WHERE user_id = ${userId}`
      }
      yield* sql`DELETE FROM snapshot_row`
      yield* sql`DELETE FROM sync_state WHERE ${sql.in("name", ofHistory)}`
    }).pipe(
      sql.withTransaction,
      // what was deleted still lies in free pages; without room for a copy it is overwritten in time
      Effect.zipRight(Effect.ignore(sql`VACUUM`)),
      withStorageErrors,
      Effect.withSpan("Adoption.forgetChats"),
    )

    /** Removes all that is this person's, sent or not, and begins as a new device. */
    const wipe = Effect.gen(function* () {
      yield* removeTexts
      const providers = yield* sql<{ id: string }>`SELECT id FROM provider WHERE user_id = ${userId}`
      yield* Effect.forEach(providers, ({ id }) => keys.remove(ProviderId.make(id)))
      const own = ["chat", "sync_event", "sync_config", "device", "conflict", "provider", "prompt"]
      for (const table of own) {
        yield* sql`DELETE FROM ${sql(table)} WHERE user_id = ${userId}`
      }
      yield* sql`DELETE FROM "user" WHERE id = ${userId}`
      yield* sql`DELETE FROM snapshot_row`
      yield* sql`DELETE FROM sync_state WHERE ${ofPerson} OR name IN ('rebuilt', 'rebuiltSeen')`
      yield* Effect.provide(makeIdentity, context)
    }).pipe(sql.withTransaction, withStorageErrors, Effect.withSpan("Adoption.wipe"))

    /** What this device has is an account's again, which has not signed in here yet. Call it in a transaction. */
    const belongTo = Effect.fn("Adoption.belongTo")(function* ({ email, name, userId: to }: SignedIn) {
      yield* rename(to)
      yield* put("account", email)
      const user = yield* users.byId(to)
      if (Option.isSome(user)) yield* users.update({ ...user.value, email, name })
    }, withStorageErrors)

    return { adopt, keep, forgetChats, wipe, belongTo } as const
  }),
}) {}
