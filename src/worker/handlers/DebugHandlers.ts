import { Effect } from "effect"
import { DebugRpcs } from "../../domain/rpc/DebugRpcs.ts"
import { Exports } from "../../services/debug/Exports.ts"
import { Facts } from "../../services/debug/Facts.ts"
import { History } from "../../services/debug/History.ts"
import { Integrity } from "../../services/debug/Integrity.ts"
import { Search } from "../../services/search/Search.ts"
import { following, streaming, using } from "../calls.ts"
import { Tabs } from "../Tabs.ts"

export const DebugHandlers = DebugRpcs.toLayer({
  "debug.facts": () =>
    Effect.gen(function* () {
      const { leader, count } = yield* Tabs
      const facts = yield* using(Facts, (it) => it.read)
      return { ...facts, leader, tabs: yield* count }
    }),
  "debug.events": (query) => following(History, (history) => history.watch(query)),
  "debug.checkIntegrity": () => using(Integrity, (integrity) => integrity.check),
  "debug.rebuildSearch": () => using(Search, (search) => search.rebuild),
  "debug.exportSqlite": () => streaming(Exports, (exports) => exports.sqlite),
  "debug.exportJson": () => streaming(Exports, (exports) => exports.json),
})
