import { Option, Order, Schema } from "effect"
import type { DeviceId, UserId } from "../../domain/Ids.ts"
import { Mutation } from "../../domain/Mutation.ts"
import type { SyncEvent } from "../../domain/SyncEvent.ts"
import { formatTimestamp, parseTimestamp } from "../../domain/Timestamp.ts"
import type { Remade } from "./Remakes.ts"

const decode = Schema.decodeUnknownOption(Schema.parseJson(Mutation))
const byNumber = Order.mapInput(Order.number, ({ number }: SyncEvent) => number)

/** A change that waited on a device whose file was damaged, as the device that follows it sends it. */
export interface Unsent extends Remade {
  readonly event: SyncEvent
}

/**
 * What was read of an outbox, oldest first. Each keeps its id, by which a server knows it that has taken it already, and
 * what it was made on.
 *
 * @param isKnown whether the versions are those of the server that it will be sent to
 */
export const unsent = (
  events: ReadonlyArray<SyncEvent>,
  by: { readonly deviceId: DeviceId; readonly userId: UserId },
  isKnown: boolean,
): ReadonlyArray<Unsent> =>
  events
    .filter(({ synced }) => !synced)
    .toSorted(byNumber)
    .flatMap((event) =>
      Option.match(decode(event.data), {
        onNone: () => [],
        onSome: (mutation) => [
          {
            event,
            mutation: "userId" in mutation ? { ...mutation, userId: by.userId } : mutation,
            timestamp: formatTimestamp(parseTimestamp(event.timestamp), by.deviceId),
            baseVersion: isKnown ? event.baseVersion : 0,
            replaced: event.replaced,
          },
        ],
      }),
    )
