import { Layer } from "effect"
import { Additions } from "./Additions.ts"
import { Compaction } from "./Compaction.ts"
import { ConflictLog } from "./ConflictLog.ts"
import { Erasures } from "./Erasures.ts"
import { Merges } from "./Merges.ts"
import { Pulls } from "./Pulls.ts"
import { Pushes } from "./Pushes.ts"
import { Recorded } from "./Recorded.ts"
import { Registrations } from "./Registrations.ts"
import { Rows } from "./Rows.ts"
import { Snapshots } from "./Snapshots.ts"
import { Spaces } from "./Spaces.ts"

/** The server's half of sync, on whatever database, pokes and ids it is given. */
export const layer = Layer.mergeAll(
  Pushes.Default,
  Pulls.Default,
  Snapshots.Default,
  Compaction.Default,
  Erasures.Default,
).pipe(
  Layer.provideMerge(Additions.Default),
  Layer.provideMerge(Merges.Default),
  Layer.provideMerge(Layer.mergeAll(Registrations.Default, ConflictLog.Default, Recorded.Default)),
  Layer.provideMerge(Layer.mergeAll(Rows.Default, Spaces.Default)),
)
