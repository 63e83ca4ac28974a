import { Clock, Effect } from "effect"
import { MustResnapshot } from "../../domain/errors/SyncErrors.ts"
import type { UserId } from "../../domain/Ids.ts"
import { type Pull, pageBytes, type PullPage } from "../../domain/sync/Protocol.ts"
import { rowId } from "../../domain/sync/Row.ts"
import { Registrations } from "./Registrations.ts"
import { Rows } from "./Rows.ts"
import { fitting } from "./fitting.ts"
import { withServerErrors } from "./serverErrorOf.ts"
import { Spaces } from "./Spaces.ts"

/** Rows that are looked at for one page. */
const pageRows = 200

/** Tells a device what changed since it last asked. */
export class Pulls extends Effect.Service<Pulls>()("openchat/server/Pulls", {
  effect: Effect.gen(function* () {
    const registrations = yield* Registrations
    const rows = yield* Rows
    const spaces = yield* Spaces

    /**
     * The rows that changed after the cursor, as they are now, in the order of their versions.
     *
     * @throws MustResnapshot if the cursor is so old that tombstones after it were pruned
     * @throws EpochMismatch if this database never gave out that place
     */
    const pull = Effect.fn("Pulls.pull")(
      function* (userId: UserId, { deviceId, place }: Pull) {
        yield* registrations.require(userId, deviceId)
        yield* spaces.recognise(userId, place)
        const { floor, version } = yield* spaces.head(userId)
        if (place.cursor < floor) return yield* new MustResnapshot({ oldest: floor })
        const names = yield* spaces.since(userId, place.cursor, pageRows)
        const found = new Map(
          (yield* rows.load(userId, names)).map((it) => [`${it.entity}:${rowId(it)}`, it]),
        )
        // by the versions that were asked for: a row may have moved on to a later one while this read it
        const fits = fitting(
          names.map(({ entityId, entityType, version }) => ({
            version,
            row: found.get(`${entityType}:${entityId}`),
          })),
          pageBytes,
        )
        const cursor = fits.at(-1)?.version ?? Math.max(place.cursor, version)
        const page: PullPage = {
          rows: fits.flatMap(({ row }) => (row === undefined ? [] : [row])),
          place: { epoch: place.epoch, cursor, mark: yield* spaces.markAt(userId, cursor) },
          hasMore: fits.length < names.length || names.length === pageRows,
          serverTime: yield* Clock.currentTimeMillis,
        }
        return page
      },
      (effect) => withServerErrors(effect),
    )

    return { pull } as const
  }),
}) {}
