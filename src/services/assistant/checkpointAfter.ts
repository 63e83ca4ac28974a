/** A glance of somebody who watches from another device. */
const soonest = 2_000

/** Bytes a second that checkpoints of one reply may cost, each of which carries the whole text. */
const bytesPerSecond = 20_000

/**
 * R2: milliseconds from one checkpoint of a reply to the next, so that a long one does not fill the log with copies of
 * itself: a usual reply is seen to grow every two seconds, one of 300 KB every quarter of a minute.
 *
 * @param bytes of the text, about
 */
export const checkpointAfter = (bytes: number): number => Math.max(soonest, (bytes / bytesPerSecond) * 1_000)
