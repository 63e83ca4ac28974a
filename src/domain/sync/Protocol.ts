import { Schema } from "effect"
import { Device } from "../Device.ts"
import { DeviceId, EventId, UserId } from "../Ids.ts"
import { Millis, Version } from "../Scalars.ts"
import { Outcome, SyncEvent } from "../SyncEvent.ts"
import { Row } from "./Row.ts"

/**
 * Raised when an old client could no longer be understood, or when an old server would drop what a new client sends;
 * what is only added and may be dropped does not raise it.
 */
export const protocolVersion = 1

/** The oldest protocol that the server still speaks. */
export const oldestProtocol = 1

/** Bytes of rows, as JSON, in one page. A single row that is larger travels alone. */
export const pageBytes = 900_000

/** Bytes of events, as JSON, in one push. A single event that is larger travels alone. */
export const batchBytes = 900_000

/** Events in one push. */
export const batchEvents = 500

/** Milliseconds by which a timestamp may be ahead of the server's clock. Evolu and TinyBase allow as much. */
export const maxSkew = 5 * 60_000

/**
 * A change as a device sends it. The mutation is decoded event by event, so that one which this server cannot read is
 * refused alone and the queue moves on (S4).
 */
export const PushedEvent = Schema.Struct({
  ...SyncEvent.pick("id", "number", "timestamp", "baseVersion", "replaced").fields,
  mutation: Schema.Unknown,
})
export type PushedEvent = typeof PushedEvent.Type

export const EventOutcome = Schema.Struct({
  eventId: EventId,
  number: SyncEvent.fields.number,
  outcome: Outcome,
  reason: SyncEvent.fields.reason,
})
export type EventOutcome = typeof EventOutcome.Type

/**
 * Where a device stands in the server's history: every version up to `cursor` has been applied, and `mark` names the
 * event that the server recorded last at or below it, and at which version. A server that does not know it so is not
 * the one it was (S9). Opaque to the device.
 */
export const Place = Schema.Struct({
  epoch: Schema.String,
  cursor: Version,
  mark: Schema.NullOr(Schema.String),
})
export type Place = typeof Place.Type

/** The first call of a device. It registers the device if the server does not know it. */
export const Hello = Schema.Struct({
  protocol: Schema.Int,
  device: Device.pick("id", "fingerprint", "name", "createdAt"),
  /** Whose changes these are, if the device knows: another account's session is refused before it sees any. */
  userId: Schema.optional(UserId),
  /** Null for a device that never synced. */
  place: Schema.NullOr(Place),
  /** The number of its newest event that the server acknowledged. */
  acknowledged: Schema.Int.pipe(Schema.nonNegative()),
})
export type Hello = typeof Hello.Type

export const Welcome = Schema.Struct({
  epoch: Schema.String,
  userId: UserId,
  /** The number of the device's newest event that the server has. */
  lastNumber: Schema.Int,
  /** The newest version. */
  version: Version,
  /** A cursor below it must begin with a snapshot. */
  floor: Version,
  serverTime: Millis,
  /** Whether the server has the call `emptyTrash`; those before it say nothing. */
  emptiesTrash: Schema.optionalWith(Schema.Boolean, { default: () => false }),
})
export type Welcome = typeof Welcome.Type

export const Push = Schema.Struct({
  deviceId: DeviceId,
  epoch: Schema.String,
  events: Schema.Array(PushedEvent).pipe(Schema.maxItems(batchEvents)),
})
export type Push = typeof Push.Type

export const Pushed = Schema.Struct({
  outcomes: Schema.Array(EventOutcome),
  /** What the touched rows became, conflicts included. */
  rows: Schema.Array(Row),
  serverTime: Millis,
})
export type Pushed = typeof Pushed.Type

export const Pull = Schema.Struct({ deviceId: DeviceId, place: Place })
export type Pull = typeof Pull.Type

export const PullPage = Schema.Struct({
  /** In the order of their versions. */
  rows: Schema.Array(Row),
  /** What to pull from next. */
  place: Place,
  hasMore: Schema.Boolean,
  serverTime: Millis,
})
export type PullPage = typeof PullPage.Type

/** `after` is what the page before said, null for the first. */
export const SnapshotRequest = Schema.Struct({ deviceId: DeviceId, after: Schema.NullOr(Schema.String) })
export type SnapshotRequest = typeof SnapshotRequest.Type

/** People, devices, settings and chats come first, then the messages of one chat after the other, newest chat first. */
export const SnapshotPage = Schema.Struct({
  rows: Schema.Array(Row),
  /** What to ask for next; null at the end. */
  next: Schema.NullOr(Schema.String),
  /** What to pull from after the last page. */
  place: Place,
  serverTime: Millis,
})
export type SnapshotPage = typeof SnapshotPage.Type

/**
 * What is in the trash is to be erased everywhere, as far as the device had seen it. Whatever was changed since stays.
 */
export const EmptyTrash = Schema.Struct({
  deviceId: DeviceId,
  /** Where the device stands now. */
  place: Place,
  /** What the person was shown: everything up to this version. At most the place's cursor counts. */
  upTo: Version,
})
export type EmptyTrash = typeof EmptyTrash.Type

export const EmptiedTrash = Schema.Struct({
  /** Chats that this call erased, with all that is in them. */
  chats: Schema.Int,
  /** Deleted messages of other chats. */
  messages: Schema.Int,
  /** Whether to call again at once. */
  hasMore: Schema.Boolean,
  serverTime: Millis,
})
export type EmptiedTrash = typeof EmptiedTrash.Type

/** Something changed: pull. */
export const Poke = Schema.Struct({ version: Version })
export type Poke = typeof Poke.Type
