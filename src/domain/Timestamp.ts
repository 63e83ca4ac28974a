import { Schema } from "effect"
import type { DeviceId } from "./Ids.ts"

/**
 * A hybrid logical clock's reading as text: nine base-36 digits of milliseconds, four of a counter, and the
 * device, in that order, so that comparing two of them as text compares them as times. It picks a winner between
 * two changes and is never a cursor.
 *
 * Source: Kulkarni et al., "Logical Physical Clocks and Consistent Snapshots", 2014.
 */
export const Timestamp = Schema.String.pipe(
  Schema.pattern(/^[0-9a-z]{9}-[0-9a-z]{4}-[\w-]{21}$/),
  Schema.brand("Timestamp"),
)
export type Timestamp = typeof Timestamp.Type

/** What a clock remembers between two readings. */
export interface ClockState {
  /** The greatest time read or seen, in milliseconds since 1970. */
  readonly millis: number
  /** Readings already given out within that millisecond. */
  readonly counter: number
}

export const initialClock: ClockState = { millis: 0, counter: 0 }

/** The largest counter that four base-36 digits can show. */
export const maxCounter = 36 ** 4 - 1

const digits36 = (value: number, length: number) => value.toString(36).padStart(length, "0")

export const formatTimestamp = (state: ClockState, device: DeviceId): Timestamp =>
  Timestamp.make(`${digits36(state.millis, 9)}-${digits36(state.counter, 4)}-${device}`)

export const parseTimestamp = (timestamp: Timestamp): ClockState & { readonly device: string } => ({
  millis: Number.parseInt(timestamp.slice(0, 9), 36),
  counter: Number.parseInt(timestamp.slice(10, 14), 36),
  device: timestamp.slice(15),
})

/** Milliseconds since 1970: when the change was made, as every device that sees it will say. */
export const millisOf = (timestamp: Timestamp): number => Number.parseInt(timestamp.slice(0, 9), 36)

const carry = (millis: number, counter: number): ClockState =>
  counter > maxCounter ? { millis: millis + 1, counter: 0 } : { millis, counter }

/**
 * H1: a reading is greater than every reading before it, also when the wall clock stands still or goes back.
 *
 * @param wall the wall clock, milliseconds since 1970
 */
export const tick = (state: ClockState, wall: number): ClockState =>
  wall > state.millis ? { millis: Math.trunc(wall), counter: 0 } : carry(state.millis, state.counter + 1)

/** H2: after a foreign reading was seen, the next own reading is greater than it. */
export const observe = (state: ClockState, seen: Timestamp): ClockState => {
  const { millis, counter } = parseTimestamp(seen)
  if (millis > state.millis) return { millis, counter }
  return millis === state.millis && counter > state.counter ? { millis, counter } : state
}

/** H3: two readings compare the same way on every device; the device's id breaks ties. */
export const isLater = (a: Timestamp, b: Timestamp): boolean => a > b
