import { type Accessor, createSignal } from "solid-js"
import type { Folder } from "../../domain/rpc/ChatRpcs.ts"
import { once } from "./once.ts"
import { followShown } from "./problems.ts"

/** The folders of the chats in use, by name. One subscription for the page. */
export const useFolders: () => Accessor<ReadonlyArray<Folder>> = once(() => {
  const [folders, setFolders] = createSignal<ReadonlyArray<Folder>>([])
  followShown((client) => client.chats.folders(undefined, { asMailbox: true }), setFolders)
  return folders
})
