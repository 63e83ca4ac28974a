import { RpcServer } from "@effect/rpc"
import { Effect, Layer } from "effect"
import {
  type Announcement,
  type Down,
  helloChannel,
  tabChannel,
  tabLock,
  type Up,
  wireVersion,
} from "../domain/rpc/TabWire.ts"
import { WorkerRpcs } from "../domain/rpc/WorkerRpcs.ts"
import { Handlers } from "./Handlers.ts"
import { makeHub } from "./Hub.ts"
import type { BrowserModel } from "../services/assistant/BrowserModel.ts"
import type { Problems } from "../services/live/Problems.ts"
import type { Opened } from "./Opened.ts"
import { Tabs } from "./Tabs.ts"

interface Page {
  readonly send: (message: Down) => void
  readonly onReceive: (receive: (up: Up) => void) => void
}

/** Opens the database, serves every tab, and never returns. Call it only while holding the database lock. */
export const lead = <E, R>(
  worker: string,
  page: Page,
  opened: Layer.Layer<BrowserModel | Opened | Problems, E, R>,
) =>
  Effect.gen(function* () {
    const epoch = crypto.randomUUID()
    const hub = yield* makeHub
    yield* Layer.build(
      RpcServer.layer(WorkerRpcs, {
        // a defect ends the call that met it, not every call of its page
        disableFatalDefects: true,
        disableTracing: true,
      }).pipe(
        Layer.provide(Handlers),
        Layer.provide(opened),
        Layer.provide(Layer.succeed(Tabs, { leader: worker, count: hub.count })),
        Layer.provide(Layer.succeed(RpcServer.Protocol, hub.protocol)),
      ),
    )

    // only from here on can anything be answered, so only now does anybody hear of this reign
    const own = hub.connect((message) => page.send({ _tag: "Message", epoch, message }))
    page.onReceive((up) => {
      if (up.epoch === epoch) own.receive(up.message)
    })
    page.send({ _tag: "Connected", epoch, role: "leader" })

    const channels = new Map<string, BroadcastChannel>()
    const accept = (tab: string) => {
      const known = channels.get(tab)
      const channel = known ?? new BroadcastChannel(tabChannel(tab))
      const send = (message: Down) => channel.postMessage(message)
      if (known === undefined) {
        channels.set(tab, channel)
        const client = hub.connect((message) => send({ _tag: "Message", epoch, message }))
        channel.onmessage = ({ data }: MessageEvent<Up>) => {
          if (data.epoch === epoch) client.receive(data.message)
        }
        // granted when that tab's worker is gone; shared, since its page waits for the same lock
        void navigator.locks.request(tabLock(tab), { mode: "shared" }, () => {
          client.disconnect()
          channel.close()
          channels.delete(tab)
        })
      }
      send({ _tag: "Connected", epoch, role: "follower" })
    }
    const refuse = (tab: string) => {
      const channel = new BroadcastChannel(tabChannel(tab))
      const answer: Down = { _tag: "OtherVersion", leader: wireVersion }
      channel.postMessage(answer)
      channel.close()
    }

    const hello = new BroadcastChannel(helloChannel)
    hello.onmessage = ({ data }: MessageEvent<Announcement>) => {
      if (data._tag !== "Hello") return
      if (data.wireVersion === wireVersion) accept(data.worker)
      else refuse(data.worker)
    }
    const announcement: Announcement = { _tag: "Leader", epoch, wireVersion }
    hello.postMessage(announcement)
    return yield* Effect.never
  }).pipe(Effect.scoped)
