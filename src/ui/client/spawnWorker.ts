import { nanoid } from "nanoid"
import type { Down } from "../../domain/rpc/TabWire.ts"
import { scriptUrl } from "./trustedScripts.ts"

export interface Spawned {
  /** New for each worker: one that follows a dead one must not meet its locks and channels. */
  readonly id: string
  readonly worker: Worker
  /** What it said before anybody listened. */
  readonly early: ReadonlyArray<Down>
}

const spawn = (): Spawned => {
  const id = nanoid()
  const worker = new Worker(scriptUrl("worker"), { type: "module", name: id })
  const early: Array<Down> = []
  worker.onmessage = ({ data }: MessageEvent<Down>) => void early.push(data)
  return { id, worker, early }
}

let prepared: Spawned | undefined

/** Lets the first worker load while the page itself is still loading. */
export const prepareWorker = (): void => {
  prepared ??= spawn()
}

/** The prepared worker the first time, a new one each time after. */
export const spawnWorker = (): Spawned => {
  const next = prepared ?? spawn()
  prepared = undefined
  return next
}
