import type { Clocks, FieldVersions } from "../../domain/Scalars.ts"
import type { Mutation } from "../../domain/Mutation.ts"
import type { EntityType, SyncEvent } from "../../domain/SyncEvent.ts"
import { type Change, changeOf, written } from "../../domain/sync/changes.ts"
import { resolve } from "../../domain/sync/resolve.ts"
import { parseTimestamp } from "../../domain/Timestamp.ts"

interface Synced {
  readonly version: number
  readonly clocks: Clocks
  readonly versions: FieldVersions
}

/** A change that waits for the server. */
export interface Waiting {
  readonly event: SyncEvent
  readonly mutation: Mutation
}

const isOf = <E extends Change["entity"]>(
  entity: E,
  change: Change | null,
): change is Extract<Change, { entity: E }> => change !== null && change.entity === entity

/** Whether a field was changed by somebody else after what the device had seen. */
const othersChanged = ({ clocks, versions }: Synced, { baseVersion, deviceId }: SyncEvent): boolean =>
  Object.entries(versions).some(([field, version]) => {
    const clock = clocks[field]
    return version > baseVersion && clock !== undefined && parseTimestamp(clock).device !== deviceId
  })

/**
 * S5: the server's row with the changes that wait applied on top, by the rules that the server will go by. What it
 * knows better, who wrote into a chat for example, comes with its answer.
 */
const foresee = <R extends Synced>(
  entityType: EntityType,
  row: R,
  waiting: ReadonlyArray<{
    readonly event: SyncEvent
    readonly kind: Change["kind"]
    readonly fields: Partial<R>
  }>,
): R =>
  waiting.reduce((shown, { event, fields, kind }) => {
    const verdict = resolve(
      {
        entityType,
        deleted: "deletedAt" in shown && shown.deletedAt !== null,
        clocks: shown.clocks,
        versions: shown.versions,
      },
      {
        kind,
        fields: Object.keys(fields),
        timestamp: event.timestamp,
        baseVersion: event.baseVersion,
        deviceId: event.deviceId,
        othersSince: othersChanged(shown, event),
      },
    )
    return written(shown, fields, verdict, event.timestamp, null)
  }, row)

/** The changes to one kind of row among those that wait. */
export const overlaid =
  <E extends Change["entity"]>(entity: E) =>
  <R extends Synced>(
    row: R,
    waiting: ReadonlyArray<Waiting>,
    fieldsOf: (change: Extract<Change, { entity: E }>) => Partial<R>,
  ): R =>
    foresee(
      entity,
      row,
      waiting.flatMap(({ event, mutation }) => {
        const change = changeOf(mutation, event.timestamp)
        return isOf(entity, change) ? [{ event, kind: change.kind, fields: fieldsOf(change) }] : []
      }),
    )
