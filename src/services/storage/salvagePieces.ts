import { Chunk, Stream } from "effect"
import type { SalvagePiece } from "../../domain/rpc/StorageRpcs.ts"
import type { Salvaged } from "./Salvage.ts"

/** Rows of one piece. */
const pieceRows = 500

/** What was salvaged, in the format of an export of the whole database, in pieces that cross to the page one by one. */
export const salvagePieces = ({ chats, messages, unreadable }: Salvaged): Stream.Stream<SalvagePiece> => {
  const counts = { chats: chats.length, messages: messages.length, unreadable }
  const head = JSON.stringify({ format: "openchat-database", salvaged: true, unreadable })
  const section = (table: string, rows: ReadonlyArray<unknown>) =>
    Stream.make(`"${table}": [`).pipe(
      Stream.concat(
        Stream.fromIterable(rows.map((row, n) => `${n === 0 ? "" : ","}\n${JSON.stringify(row)}`)),
      ),
      Stream.concat(Stream.make("]")),
    )
  return Stream.make(`${head.slice(0, -1)},"tables": {`).pipe(
    Stream.concat(section("chat", chats)),
    Stream.concat(Stream.make(",\n")),
    Stream.concat(section("message", messages)),
    Stream.concat(Stream.make("}}\n")),
    Stream.grouped(pieceRows),
    Stream.map((pieces) => ({ ...counts, json: Chunk.join(pieces, "") })),
  )
}
