import { SqlClient } from "@effect/sql"
import { Effect, Schema } from "effect"
import { Device } from "../../domain/Device.ts"
import type { UserId } from "../../domain/Ids.ts"
import { columnsOf, registerColumns } from "../database/columns.ts"
import { makeRepo } from "../database/makeRepo.ts"
import { withStorageErrors } from "../database/storageErrorOf.ts"

export const DeviceRecord = Schema.Struct({ ...Device.fields, ...registerColumns })

export class DeviceRepo extends Effect.Service<DeviceRepo>()("openchat/DeviceRepo", {
  effect: Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const repo = yield* makeRepo({ table: "device", schema: DeviceRecord, key: "id" })
    const columns = sql.literal(columnsOf(Device))
    const decode = Schema.decodeUnknown(Schema.Array(DeviceRecord))

    const ofUser = Effect.fn("DeviceRepo.ofUser")(function* (userId: UserId) {
      return yield* decode(
        yield* sql`SELECT ${columns} FROM device WHERE user_id = ${userId} ORDER BY created_at, id`,
      )
    }, withStorageErrors)

    return { ...repo, ofUser } as const
  }),
}) {}
