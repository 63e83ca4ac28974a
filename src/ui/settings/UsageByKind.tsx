import { For, Show } from "solid-js"
import type { StorageUsage } from "../../domain/StorageUsage.ts"
import { useStorageUsage } from "../data/useStorageUsage.ts"
import { syncStatus } from "../data/syncStatus.ts"
import { ListSkeleton } from "../shell/ListSkeleton.tsx"
import { showBytes } from "./showBytes.ts"

type Kind = Exclude<keyof StorageUsage, "file" | "free">

interface Part {
  readonly kind: Kind
  readonly name: string
  readonly hint: string
}

/** The parts in the order of the bar. */
const parts: ReadonlyArray<Part> = [
  { kind: "messages", name: "Messages", hint: "The texts of all your chats." },
  { kind: "index", name: "Search index", hint: "What makes the search fast. It can be rebuilt at any time." },
  { kind: "trash", name: "Trash", hint: "Deleted chats and messages that can be brought back." },
  { kind: "waiting", name: "Waiting changes", hint: "Written here, and not at the server yet." },
  { kind: "history", name: "Change history", hint: "What lets devices agree. It shrinks as devices sync." },
]

const alone = "What your other devices will be told if you sync one day."

/** What takes up the room on this device. */
export const UsageByKind = () => {
  const usage = useStorageUsage()
  const syncs = () => syncStatus()?.mode !== "local-only"
  // on a device that does not sync, no change waits for anything
  const shown = () =>
    syncs()
      ? parts
      : parts.flatMap((part) =>
          part.kind === "waiting" ? [] : [part.kind === "history" ? { ...part, hint: alone } : part],
        )
  return (
    <section class="setting" aria-labelledby="usage-title">
      <h2 class="setting-name" id="usage-title">
        What takes up room
      </h2>
      <Show when={usage()} fallback={<ListSkeleton rows={parts.length} />}>
        {(found) => {
          const bytesOf = (kind: Kind) =>
            kind === "history" && !syncs() ? found().history + found().waiting : found()[kind]
          const total = () =>
            Math.max(
              1,
              shown().reduce((sum, { kind }) => sum + bytesOf(kind), 0),
            )
          return (
            <>
              <div class="usage-bar" aria-hidden="true">
                <For each={shown()}>
                  {({ kind }) => (
                    <span
                      class="usage-part"
                      data-kind={kind}
                      style={{ width: `${(bytesOf(kind) / total()) * 100}%` }}
                    />
                  )}
                </For>
              </div>
              <dl class="usage-list">
                <For each={shown()}>
                  {({ hint, kind, name }) => (
                    <div class="usage-row">
                      <dt>
                        <span class="usage-dot" data-kind={kind} aria-hidden="true" />
                        {name}
                        <span class="setting-hint">{hint}</span>
                      </dt>
                      <dd>{showBytes(bytesOf(kind))}</dd>
                    </div>
                  )}
                </For>
              </dl>
              <p class="setting-hint">
                The database file is {showBytes(found().file)}
                {found().free > 0
                  ? `, of which ${showBytes(found().free)} is free for what you write next`
                  : ""}
                .
              </p>
            </>
          )
        }}
      </Show>
    </section>
  )
}
