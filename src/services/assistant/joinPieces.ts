/** A stretch of a text, and the UTF-16 place where it begins. */
export interface Piece {
  readonly place: number
  readonly content: string
}

/**
 * R4: a text with the pieces that came after it was written. Each knows its place, so that one which the text has
 * already, as when the worker ended between the two writes, changes nothing.
 *
 * @param pieces in the order of their places
 */
export const joinPieces = (written: string, pieces: ReadonlyArray<Piece>): string =>
  pieces.reduce(
    (text, { content, place }) =>
      place <= text.length && place + content.length > text.length ? text.slice(0, place) + content : text,
    written,
  )
