import { Context, Deferred, Effect, Fiber, Stream } from "effect"
import { LiveQueries } from "../../../src/services/live/LiveQueries.ts"
import { Chats } from "../../../src/services/chat/Chats.ts"
import { Messages } from "../../../src/services/chat/Messages.ts"
import { type History, longHistory } from "./dataset.ts"
import { measure } from "./measure.ts"
import type { Person, Plan } from "./Plan.ts"
import { listQuery, newestOf, readingBeside } from "./reads.ts"
import { countMessages, makeRealDevice, type Opened, untilSynced } from "./RealDevice.ts"

/** What the page does meanwhile: it shows the list and the newest chat, live. Ends when that chat can be read. */
const untilFirstChat = (opened: Opened, { newestChat, newestMessage }: History) =>
  Effect.gen(function* () {
    const live = Context.get(opened, LiveQueries)
    yield* Effect.forkScoped(Stream.runDrain(live.stream(Context.get(opened, Chats).watch(listQuery))))
    const shown = Context.get(opened, Messages).watch(newestOf(newestChat))
    yield* live.stream(shown).pipe(
      Stream.filter((window) => window.messages.at(-1)?.id === newestMessage),
      Stream.take(1),
      Stream.runDrain,
    )
  })

const fetchEverything = (plan: Plan, person: Person) =>
  Effect.gen(function* () {
    const data = longHistory(plan.messages)
    const device = yield* makeRealDevice(plan.port, person)
    const opening = yield* Deferred.make<Opened>()
    yield* measure(
      "bootstrap",
      Effect.gen(function* () {
        const began = performance.now()
        const passed = Effect.sync(() => performance.now() - began)
        const opened = yield* device.open
        yield* Deferred.succeed(opening, opened)
        const first = yield* Effect.fork(Effect.zipRight(untilFirstChat(opened, data), passed))
        const [all, waits] = yield* readingBeside(
          opened,
          data.newestChat,
          Effect.zipRight(untilSynced(opened), passed),
        )
        const firstChat = yield* Fiber.join(first)
        const { pages } = device
        const firstPage = (pages[0]?.at ?? Number.NaN) - began
        const waited = pages.map((page) => page.waited)
        return {
          count: pages.reduce((sum, { rows }) => sum + rows, 0),
          times: {
            firstPage: [firstPage],
            firstChat: [firstChat],
            since: [firstChat - firstPage],
            all: [all],
            page: waited,
            waited: [waited.reduce((sum, it) => sum + it, 0)],
            read: waits,
          },
        }
      }),
    )
    const messages = yield* countMessages(device)
    if (messages !== plan.messages)
      return yield* Effect.dieMessage(`${messages} messages, not ${plan.messages}`)
    const opened = yield* Deferred.await(opening)
    yield* measure(
      "read-idle",
      Effect.map(readingBeside(opened, data.newestChat, Effect.sleep(plan.seconds * 1000)), ([, waits]) => ({
        count: waits.length,
        times: { read: waits },
      })),
    )
  }).pipe(Effect.scoped)

/** New devices of an account with a long history, one after the other. */
export const bootstrap = Effect.fn("bootstrap")(function* (plan: Plan) {
  const [person] = plan.people
  if (person === undefined) return yield* Effect.dieMessage("nobody has uploaded anything")
  yield* Effect.repeatN(fetchEverything(plan, person), plan.boots - 1)
  return []
})
