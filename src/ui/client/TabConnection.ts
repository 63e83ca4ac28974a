import { Context, Layer, SubscriptionRef } from "effect"
import type { Connection } from "../../domain/rpc/TabWire.ts"

/** What this page knows about its way to the database. */
export class TabConnection extends Context.Tag("openchat/TabConnection")<
  TabConnection,
  SubscriptionRef.SubscriptionRef<Connection>
>() {
  static readonly layer = Layer.effect(TabConnection, SubscriptionRef.make<Connection>({ _tag: "Starting" }))
}
