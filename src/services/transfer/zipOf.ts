import { Chunk, Effect, Stream } from "effect"
import { Zip, ZipDeflate } from "fflate"

/** A file of an archive, whose text comes in pieces. */
export interface TextFile<E> {
  readonly name: string
  readonly text: Stream.Stream<string, E>
}

/** Level 6 of 9 takes twice as long for a hundredth less. */
const level = 3

const encoder = new TextEncoder()

/** What was packed since it was last asked. */
const makeArchive = () => {
  let packed: Array<Uint8Array> = []
  const zip = new Zip((error, data) => {
    if (error !== null) throw error
    if (data.length > 0) packed.push(data)
  })
  const take = () => {
    const pieces = Chunk.unsafeFromArray(packed)
    packed = []
    return pieces
  }
  return { zip, take }
}

/** An archive of the files as its bytes come: no more of it is held than a piece. */
export const zipOf = <E>(files: Stream.Stream<TextFile<E>, E>): Stream.Stream<Uint8Array, E> =>
  Stream.suspend(() => {
    const { take, zip } = makeArchive()
    const step = (run: () => void) =>
      Stream.fromChunk(Chunk.empty<Uint8Array>()).pipe(
        Stream.concat(
          Stream.fromIterableEffect(
            Effect.sync(() => {
              run()
              return take()
            }),
          ),
        ),
      )
    return files.pipe(
      Stream.flatMap(({ name, text }) => {
        const file = new ZipDeflate(name, { level })
        return step(() => zip.add(file)).pipe(
          Stream.concat(Stream.flatMap(text, (piece) => step(() => file.push(encoder.encode(piece))))),
          Stream.concat(step(() => file.push(new Uint8Array(0), true))),
        )
      }),
      Stream.concat(step(() => zip.end())),
    )
  })
