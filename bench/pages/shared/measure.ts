import { EventId, MessageId, timeOrderedId } from "../../../src/domain/Ids.ts"
import { type Corpus, loadCorpus, messageText, searchText } from "./corpus.ts"
import { type Dataset, datasetOf, digitsFrom } from "./dataset.ts"
import { type Random, randomFrom } from "./random.ts"
import { makeList } from "./render.ts"
import type { Floors, NewMessage, Side } from "./Side.ts"

export interface Plan {
  /** Samples of each line. */
  readonly samples: number
  /** Further ones before them that are not counted: they prepare statements and let the compiler see the code. */
  readonly warmUp: number
  /** Equal seeds ask both sides the same questions. */
  readonly seed: number
}

const listed = 50
const hits = 50
const bulk = 10_000
const bulkChats = 100

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const sample = async ({ samples, warmUp }: Plan, pause: number, prepare: () => () => Promise<unknown>) => {
  const times: Array<number> = []
  for (let at = -warmUp; at < samples; at++) {
    const run = prepare()
    if (pause > 0) await rest(pause)
    const began = performance.now()
    await run()
    if (at >= 0) times.push(performance.now() - began)
  }
  return times
}

const makeMeasures = (side: Side, corpus: Corpus, data: Dataset) => {
  const anyChat = (random: Random) => data.chatId(Math.floor(random() * data.chats))
  const newMessage = (random: Random, chatId = anyChat(random)): NewMessage => ({
    eventId: EventId.make(timeOrderedId(Date.now(), digitsFrom(random))),
    messageId: MessageId.make(timeOrderedId(Date.now(), digitsFrom(random))),
    chatId,
    content: messageText(corpus, random),
  })
  const { floors } = side
  const fromFloors = async (
    plan: Plan,
    pause: number,
    one: (it: Floors, random: Random) => () => Promise<unknown>,
  ) => {
    if (floors === undefined) return []
    await floors.prepare()
    const random = randomFrom(plan.seed)
    return sample(plan, pause, () => one(floors, random))
  }

  /** From the call that adds a message to the message on the screen, by way of the chat's live query. */
  const pixel = async (plan: Plan) => {
    const random = randomFrom(plan.seed)
    const chatId = anyChat(random)
    const parent = document.querySelector<HTMLElement>("#list")
    if (parent === null) throw new Error("the page has no list")
    const render = makeList(parent)
    let awaited = ""
    let shown: () => void = () => undefined
    let ready: () => void = () => undefined
    const first = new Promise<void>((resolve) => (ready = resolve))
    const stop = side.watch(chatId, listed, (rows) => {
      render(rows)
      ready()
      if (rows.at(-1)?.id === awaited) shown()
    })
    await first
    const times = await sample(plan, 1, () => {
      const message = newMessage(random, chatId)
      return () => {
        awaited = message.messageId
        const onScreen = new Promise<void>((resolve) => (shown = resolve))
        return Promise.all([onScreen, side.add([message])]).then(() => undefined)
      }
    })
    stop()
    parent.replaceChildren()
    return times
  }

  const addMany = async ({ seed }: Plan) => {
    const random = randomFrom(seed)
    const chats = Array.from({ length: bulkChats }, () => anyChat(random))
    const messages = Array.from({ length: bulk }, (_, index) => newMessage(random, chats[index % bulkChats]))
    const began = performance.now()
    await side.add(messages)
    return [performance.now() - began]
  }

  const withSeed = (pause: number, one: (random: Random) => () => Promise<unknown>) => (plan: Plan) => {
    const random = randomFrom(plan.seed)
    return sample(plan, pause, () => one(random))
  }
  const addOne = (random: Random) => {
    const message = newMessage(random)
    return () => side.add([message])
  }

  /** How many rows each of some questions answers: the same on both sides, or they do not measure the same. */
  const counts = async ({ seed, samples }: Plan) => {
    const random = randomFrom(seed)
    const rows = [await side.chatList(listed)]
    for (let at = 0; at < samples; at++) {
      rows.push(
        await side.newest(anyChat(random), listed),
        await side.search(searchText(corpus, random), hits),
      )
    }
    return rows
  }

  return {
    counts,
    "chat-list": withSeed(1, () => () => side.chatList(listed)),
    newest: withSeed(1, (random) => {
      const chatId = anyChat(random)
      return () => side.newest(chatId, listed)
    }),
    search: withSeed(1, (random) => {
      const text = searchText(corpus, random)
      return () => side.search(text, hits)
    }),
    add: withSeed(0, addOne),
    "add-idle": withSeed(5, addOne),
    bulk: addMany,
    pixel,
    "floor-ping": (plan: Plan) => fromFloors(plan, 1, (it) => () => it.ping()),
    "floor-add": (plan: Plan) =>
      fromFloors(plan, 0, (it, random) => {
        const message = newMessage(random)
        return () => it.addBare(message)
      }),
    "floor-newest": (plan: Plan) =>
      fromFloors(plan, 1, (it, random) => {
        const chatId = anyChat(random)
        return () => it.newestByIndex(chatId, listed)
      }),
    "floor-search": (plan: Plan) =>
      fromFloors(plan, 1, (it, random) => {
        const text = searchText(corpus, random)
        return () => it.searchUnranked(text, hits)
      }),
  } as const
}

export type Line = keyof ReturnType<typeof makeMeasures>

/** What a page measures with, for a database of so many messages. */
export const makeTools = async (side: Side, messages: number) => {
  const data = datasetOf(messages)
  return {
    measures: makeMeasures(side, await loadCorpus(), data),
    chatIds: (count: number) => Array.from({ length: count }, (_, chat) => data.chatId(chat)),
  }
}
