import { Clock, Effect, Schema } from "effect"
import { InvalidInput, NotFound } from "../../domain/errors/InputErrors.ts"
import { DeviceId, EventId, type UserId } from "../../domain/Ids.ts"
import { Version } from "../../domain/Scalars.ts"
import { SyncConfigPatch } from "../../domain/SyncConfig.ts"
import { formatTimestamp } from "../../domain/Timestamp.ts"
import { nextEventId, Nanoid } from "../../services/Nanoid.ts"
import { Pushes } from "../sync/Pushes.ts"
import { Registrations } from "../sync/Registrations.ts"
import { withServerErrors } from "../sync/serverErrorOf.ts"
import { Spaces } from "../sync/Spaces.ts"
import { Reads } from "./Reads.ts"

/** Some of the settings of sync, as a program changes them. */
export const ConfigUpdate = Schema.Struct({
  deviceId: DeviceId.annotations({
    description: "Who changes them: a device that `POST /devices` registered.",
  }),
  eventId: Schema.optional(EventId).annotations({
    description: "Of the change, so that it may be sent again. Made by the server if absent.",
  }),
  baseVersion: Schema.optional(Version).annotations({
    description:
      "The `version` of the settings that was seen. The newest if absent: then the change overrides.",
  }),
  patch: SyncConfigPatch,
})
export type ConfigUpdate = typeof ConfigUpdate.Type

/** How often a number is asked for that another call of the device took meanwhile. */
const attempts = 3

/** Changes the settings of sync by an event like any other, so that every device hears of it. */
export class ConfigUpdates extends Effect.Service<ConfigUpdates>()("openchat/server/ConfigUpdates", {
  effect: Effect.gen(function* () {
    const nanoid = yield* Nanoid
    const pushes = yield* Pushes
    const reads = yield* Reads
    const registrations = yield* Registrations
    const spaces = yield* Spaces

    const pushOne = Effect.fnUntraced(function* (
      userId: UserId,
      { baseVersion, deviceId, eventId: id, patch }: ConfigUpdate & { readonly eventId: EventId },
    ) {
      const { lastNumber } = yield* withServerErrors(registrations.hold(userId, deviceId))
      const epoch = yield* withServerErrors(spaces.epoch)
      const seen = baseVersion ?? (yield* reads.config(userId)).version
      const now = yield* Clock.currentTimeMillis
      const event = {
        id,
        number: lastNumber + 1,
        timestamp: formatTimestamp({ millis: now, counter: 0 }, deviceId),
        baseVersion: seen,
        replaced: null,
        mutation: { _tag: "UpdateSyncConfig", eventId: id, userId, patch },
      }
      return yield* pushes.push(userId, { deviceId, epoch, events: [event] })
    })

    /**
     * The settings as they are afterwards. Where another device changed the same field unseen, they may hold its value:
     * the rules of conflicts decide, as for every change.
     *
     * @throws Forbidden if the device is not registered, or revoked
     * @throws InvalidInput if there is nothing to change
     */
    const update = Effect.fn("ConfigUpdates.update")(function* (userId: UserId, given: ConfigUpdate) {
      if (Object.keys(given.patch).length === 0) {
        return yield* new InvalidInput({ issues: [{ path: "patch", problem: "is empty" }] })
      }
      const eventId = given.eventId ?? (yield* Effect.provideService(nextEventId, Nanoid, nanoid))
      const { outcomes, rows } = yield* Effect.retry(pushOne(userId, { ...given, eventId }), {
        times: attempts,
        while: ({ _tag }) => _tag === "NumberGap",
      })
      const [outcome] = outcomes
      if (outcome?.outcome === "refused") {
        return yield* new InvalidInput({
          issues: [{ path: "patch", problem: outcome.reason ?? "was refused" }],
        })
      }
      for (const it of rows) if (it.entity === "sync_config") return it.row
      return yield* new NotFound({ entity: "sync_config", id: userId })
    })

    return { update } as const
  }),
}) {}
