import { type RpcClient, RpcServer } from "@effect/rpc"
import type { RpcClientError } from "@effect/rpc/RpcClientError"
import type * as RpcGroup from "@effect/rpc/RpcGroup"
import { Context, Effect, Layer, Ref, type Scope } from "effect"
import type { WorkerRpcs } from "../../src/domain/rpc/WorkerRpcs.ts"
import { LiveQueries } from "../../src/services/live/LiveQueries.ts"
import { BrowserModel } from "../../src/services/assistant/BrowserModel.ts"
import { Problems } from "../../src/services/live/Problems.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { Search } from "../../src/services/search/Search.ts"
import { Recovery } from "../../src/services/storage/Recovery.ts"
import { Handlers } from "../../src/worker/Handlers.ts"
import { makeHub } from "../../src/worker/Hub.ts"
import { Opened } from "../../src/worker/Opened.ts"
import { Tabs } from "../../src/worker/Tabs.ts"
import { MemoryDatabase, TestBrowser } from "./platform.ts"

export type WorkerClient = RpcClient.RpcClient<RpcGroup.Rpcs<typeof WorkerRpcs>, RpcClientError>

/** A worker and ways to it. */
export class Wire extends Context.Tag("openchat/test/Wire")<
  Wire,
  {
    /** Another page. It is gone when the scope ends. */
    readonly connect: Effect.Effect<WorkerClient, never, Scope.Scope>
    /** How many live queries run in the worker. */
    readonly active: Effect.Effect<number>
  }
>() {}

export class Active extends Context.Tag("openchat/test/Active")<Active, Ref.Ref<number>>() {
  static readonly layer = Layer.effect(Active, Ref.make(0))
}

/** What a search for this word dies of, as if a handler had a defect. */
export const poison = "poison"

/** The application's own services, in which live queries are counted and one search dies. */
const Watched = Layer.flatMap(LocalDatabase.layer, (services) =>
  Layer.effectContext(
    Effect.map(Active, (active) => {
      const live = Context.get(services, LiveQueries)
      const search = Context.get(services, Search)
      const counted = Effect.acquireRelease(
        Ref.update(active, (n) => n + 1),
        () => Ref.update(active, (n) => n - 1),
      )
      return services.pipe(
        Context.add(
          LiveQueries,
          new LiveQueries({
            invalidate: live.invalidate,
            stream: live.stream,
            feed: (answers, query) => Effect.scoped(Effect.zipRight(counted, live.feed(answers, query))),
          }),
        ),
        Context.add(
          Search,
          new Search({
            rebuild: search.rebuild,
            check: search.check,
            find: (query) => (query.text === poison ? Effect.die(new Error(poison)) : search.find(query)),
          }),
        ),
      )
    }),
  ),
)

/** The services on such a database: one that is given as it is stays while they are made anew. */
export const openedOn = (base: typeof MemoryDatabase) => {
  const database = Layer.provide(Watched, Layer.merge(base, TestBrowser))
  return Opened.layer(database, Effect.succeed(database), { logging: false }).pipe(
    Layer.provideMerge(Problems.Default),
    Layer.provide(Recovery.layerNone),
    Layer.provideMerge(Active.layer),
  )
}

export const OpenedInMemory = openedOn(MemoryDatabase)

/** Every handler on what is given for `Opened`. */
export const handlersOn = <E, R>(opened: Layer.Layer<Opened | Problems | Active, E, R>) =>
  Layer.provide(Handlers, BrowserModel.Default).pipe(
    Layer.provideMerge(opened),
    Layer.provideMerge(Layer.succeed(Tabs, { leader: "test", count: Effect.succeed(1) })),
  )

/** The server as the leader runs it, behind a hub to which ports can be connected. */
export const serve = <E, R>(group: typeof WorkerRpcs, handlers: ReturnType<typeof handlersOn<E, R>>) =>
  Effect.gen(function* () {
    const hub = yield* makeHub
    const context = yield* Layer.build(
      RpcServer.layer(group, { disableFatalDefects: true, disableTracing: true }).pipe(
        Layer.provideMerge(handlers),
        Layer.provide(Layer.succeed(RpcServer.Protocol, hub.protocol)),
      ),
    )
    return { hub, active: Ref.get(Context.get(context, Active)) }
  })
