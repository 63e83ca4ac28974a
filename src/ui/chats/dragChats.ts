import { Option, Schema } from "effect"
import { createSignal } from "solid-js"
import { ChatId } from "../../domain/Ids.ts"

const type = "application/x-openchat-chats"
const decode = Schema.decodeUnknownOption(Schema.parseJson(Schema.Array(ChatId)))

/** Takes chats along. The menu does the same by keyboard. */
export const dragChats = (event: DragEvent, ids: ReadonlyArray<ChatId>): void => {
  event.dataTransfer?.setData(type, JSON.stringify(ids))
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "move"
}

/** A place where chats can be put: a folder, or with null the list. */
export const createDropPlace = (folder: () => string | null) => {
  const [over, setOver] = createSignal(false)
  const isChats = (event: DragEvent) => event.dataTransfer?.types.includes(type) ?? false
  return {
    over,
    onDragOver: (event: DragEvent) => {
      if (!isChats(event)) return
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: (event: DragEvent & { readonly currentTarget: Element }) => {
      const inside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)
      if (!inside) setOver(false)
    },
    onDrop: (event: DragEvent) => {
      setOver(false)
      if (!isChats(event)) return
      event.preventDefault()
      const ids = Option.getOrElse(decode(event.dataTransfer?.getData(type)), () => [])
      const into = folder()
      if (ids.length > 0) void import("./bulkCommands.ts").then(({ moveAll }) => moveAll(ids, into))
    },
  }
}
