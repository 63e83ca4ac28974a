import { type Announcement, helloChannel, tabLock, wireVersion } from "../domain/rpc/TabWire.ts"

interface Watcher {
  /** Called whenever the answer changes. */
  readonly tell: (waits: boolean) => void
  /** Called once for each newer tab that begins to wait. */
  readonly stepBack: () => void
}

/**
 * Keeps in view which tabs of a newer version wait for a database that an older one has.
 *
 * @param untilGone settles when that tab's worker has ended
 */
export const makeNewerTabs = (
  { stepBack, tell }: Watcher,
  untilGone: (worker: string) => Promise<unknown>,
) => {
  const waiting = new Set<string>()
  const leave = (worker: string) => {
    waiting.delete(worker)
    if (waiting.size === 0) tell(false)
  }
  return (said: Announcement) => {
    if (said._tag !== "Hello" || said.wireVersion <= wireVersion || waiting.has(said.worker)) return
    waiting.add(said.worker)
    if (waiting.size === 1) tell(true)
    stepBack()
    void untilGone(said.worker).then(() => leave(said.worker))
  }
}

/** Listens for as long as the worker lives: a newer tab says hello until somebody connects it. */
export const watchNewerTabs = (watcher: Watcher): void => {
  const hello = new BroadcastChannel(helloChannel)
  // shared, as its page and its leader wait for the same lock
  const hear = makeNewerTabs(watcher, (worker) =>
    navigator.locks.request(tabLock(worker), { mode: "shared" }, () => undefined),
  )
  hello.onmessage = ({ data }: MessageEvent<Announcement>) => hear(data)
}
