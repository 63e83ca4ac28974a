import type { Connection } from "../../domain/rpc/TabWire.ts"
import type { Answers } from "./scriptedClient.ts"

/** A state of the page, and what brings it about. */
export interface Scenario {
  /** In the address: `/states/<name>`. */
  readonly name: string
  readonly title: string
  /** Where in the page it is seen. */
  readonly path: string
  readonly answers: Answers
  /** Connected, where nothing else is said. */
  readonly connection?: Connection
  /** What a person does to get there. */
  readonly act?: () => Promise<void>
  /** Milliseconds until all of it is shown, where that takes longer than usual. */
  readonly settles?: number
}

/** States of one kind. */
export interface Group {
  readonly title: string
  readonly scenarios: ReadonlyArray<Scenario>
}

export const connected = {
  _tag: "Connected",
  role: "leader",
  worker: "worker-1",
  newerWaits: false,
} as const satisfies Connection
