import { createEffect, createRoot } from "solid-js"
import { changes } from "./changes.ts"
import type { Storage } from "./useStorage.ts"

const key = "openchat:asked-to-keep"

const askedBefore = (): boolean => {
  try {
    return localStorage.getItem(key) !== null
  } catch {
    return true
  }
}

const remember = (): void => {
  try {
    localStorage.setItem(key, "1")
  } catch {
    // where nothing can be remembered, nothing was asked either
  }
}

/**
 * Asks the browser once not to evict the chats, as soon as a first message is saved: before, there is nothing to keep,
 * and a browser that asks the person (Firefox) would do so for no reason that they can see. After that there is a button
 * under Settings, Data.
 */
export const askToKeep = ({ persist, status }: Pick<Storage, "persist" | "status">): void => {
  if (askedBefore()) return
  createRoot((done) => {
    createEffect(() => {
      const now = status()
      if (now === undefined || (now.kind !== "opfs" && now.kind !== "indexeddb")) return
      const wrote = changes().some(
        ({ mutations, state }) => state === "saved" && mutations.some(({ _tag }) => _tag === "AddMessage"),
      )
      if (!wrote) return
      done()
      remember()
      if (!now.persisted) void persist()
    })
  })
}
