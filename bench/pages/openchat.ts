import { ChatId } from "../../src/domain/Ids.ts"
import { follow, perform, type Query } from "../../src/ui/client/runtime.ts"
import { offer } from "./shared/bench.ts"
import type { Side } from "./shared/Side.ts"

/** The first answer of a live query, which is how the page reads. */
const first = <A>(query: Query<A>): Promise<A> =>
  new Promise((resolve, reject) => {
    const stop = follow(
      query,
      (value) => {
        resolve(value)
        setTimeout(() => stop())
      },
      ({ sentence }) => reject(new Error(sentence)),
    )
  })

const endOf = (chatId: string, limit: number) => ({
  chatId: ChatId.make(chatId),
  anchor: null,
  before: limit,
  after: 0,
})

const side: Side = {
  chatList: async (limit) => {
    const { chats } = await first((client) =>
      client.chats.watch({ shelf: "active", limit }, { asMailbox: true }),
    )
    return chats.length
  },
  newest: async (chatId, limit) => {
    const { messages } = await first((client) =>
      client.messages.watch(endOf(chatId, limit), { asMailbox: true }),
    )
    return messages.length
  },
  search: (text, limit) =>
    new Promise((resolve, reject) => {
      perform((client) => client.search.find({ text, limit }), {
        success: (hits) => resolve(hits.length),
        failure: ({ sentence }) => reject(new Error(sentence)),
      })
    }),
  add: (messages) =>
    new Promise((resolve, reject) => {
      const mutations = messages.map((message) => ({ _tag: "AddMessage", role: "user", ...message }) as const)
      perform((client) => client.mutate({ mutations }), {
        success: () => resolve(),
        failure: ({ sentence }) => reject(new Error(sentence)),
      })
    }),
  watch: (chatId, limit, onRows) =>
    follow(
      (client) => client.messages.watch(endOf(chatId, limit), { asMailbox: true }),
      ({ messages }) => onRows(messages),
    ),
}

const problems = () =>
  new Promise<ReadonlyArray<string>>((resolve, reject) => {
    perform((client) => client.debug.checkIntegrity(), {
      success: (report) => resolve(report.problems),
      failure: ({ sentence }) => reject(new Error(sentence)),
    })
  })

offer(side, { problems })
