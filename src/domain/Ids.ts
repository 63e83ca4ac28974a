import { Schema } from "effect"

/**
 * The alphabet of nanoid's ids in ASCII order, so that comparing two ids as text compares them digit by digit.
 */
const digits = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

/** Seven base-64 digits hold 42 bits of milliseconds, which lasts until the year 2109. */
const timeLength = 7

/** Characters of every id, the length nanoid chose for a collision risk like that of a UUID. */
export const idLength = 21

/** Random characters of every id: 14 of 6 bits are 84 bits, drawn anew for each id of the same millisecond. */
export const randomLength = idLength - timeLength

/**
 * A nanoid whose first seven characters are the time of its making. Rows made together lie together in every
 * index, so the cost of an insert does not grow with the table.
 *
 * @param millis milliseconds since 1970; values out of range are brought to the nearest one that fits
 * @param random `randomLength` characters of nanoid's alphabet
 */
export const timeOrderedId = (millis: number, random: string): string => {
  let rest = Math.min(Math.max(Math.trunc(millis), 0), 64 ** timeLength - 1)
  let time = ""
  for (let place = 0; place < timeLength; place++) {
    time = digits.charAt(rest % 64) + time
    rest = Math.floor(rest / 64)
  }
  return time + random
}

const nanoId = <Brand extends string>(brand: Brand) =>
  Schema.String.pipe(Schema.pattern(/^[\w-]{21}$/), Schema.brand(brand))

export const UserId = nanoId("UserId")
export type UserId = typeof UserId.Type

export const ChatId = nanoId("ChatId")
export type ChatId = typeof ChatId.Type

export const MessageId = nanoId("MessageId")
export type MessageId = typeof MessageId.Type

/** The id of a change. Whoever makes the change makes its id, so that sending it twice applies it once. */
export const EventId = nanoId("EventId")
export type EventId = typeof EventId.Type

export const DeviceId = nanoId("DeviceId")
export type DeviceId = typeof DeviceId.Type

export const ConflictId = nanoId("ConflictId")
export type ConflictId = typeof ConflictId.Type

export const ProviderId = nanoId("ProviderId")
export type ProviderId = typeof ProviderId.Type

export const PromptId = nanoId("PromptId")
export type PromptId = typeof PromptId.Type

export const ImportId = nanoId("ImportId")
export type ImportId = typeof ImportId.Type
