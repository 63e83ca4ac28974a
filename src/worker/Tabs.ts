import { Context, type Effect } from "effect"

/** Who is connected to this leader. */
export class Tabs extends Context.Tag("openchat/worker/Tabs")<
  Tabs,
  { readonly leader: string; readonly count: Effect.Effect<number> }
>() {}
