import { Effect } from "effect"
import { nanoid } from "nanoid"
import {
  ChatId,
  type DeviceId,
  EventId,
  MessageId,
  randomLength,
  timeOrderedId,
} from "../../../src/domain/Ids.ts"
import type { MutationInput } from "../../../src/domain/Mutation.ts"
import { batchEvents, type PushedEvent } from "../../../src/domain/sync/Protocol.ts"
import { formatTimestamp } from "../../../src/domain/Timestamp.ts"
import { type Corpus, messageText } from "../../pages/shared/corpus.ts"
import { burst } from "../../pages/shared/dataset.ts"
import { randomFrom } from "../../pages/shared/random.ts"
import type { History } from "./dataset.ts"
import { as, type BareDevice } from "./people.ts"

export type Writing = Iterator<PushedEvent, void>

const idAt = (millis: number) => timeOrderedId(millis, nanoid(randomLength))

type Change =
  | Pick<Extract<MutationInput, { _tag: "CreateChat" }>, "_tag" | "chatId" | "title" | "createdAt">
  | Omit<Extract<MutationInput, { _tag: "AddMessage" }>, "eventId">
  | Omit<Extract<MutationInput, { _tag: "UpdateMessage" }>, "eventId">

/** Numbers the changes of one device as its outbox would. */
export const makeNumbering = (deviceId: DeviceId, baseVersion = 0) => {
  let number = 0
  return (change: Change, millis: number): PushedEvent => {
    number += 1
    const eventId = EventId.make(idAt(millis))
    const timestamp = formatTimestamp({ millis, counter: number % 1000 }, deviceId)
    return {
      id: eventId,
      number,
      timestamp,
      baseVersion,
      replaced: null,
      mutation: { ...change, eventId },
    }
  }
}
type Numbering = ReturnType<typeof makeNumbering>

const perChat = 100

/** Somebody who writes one chat after the other, for ever. */
export function* conversation(number: Numbering, corpus: Corpus, seed: number): Generator<PushedEvent, void> {
  const random = randomFrom(seed)
  for (;;) {
    const chatId = ChatId.make(idAt(Date.now()))
    yield number({ _tag: "CreateChat", chatId, title: messageText(corpus, random).slice(0, 50) }, Date.now())
    let parentId: MessageId | null = null
    for (let at = 0; at < perChat; at++) {
      const messageId: MessageId = MessageId.make(idAt(Date.now()))
      const role = at % 2 === 0 ? "user" : "assistant"
      const content = messageText(corpus, random)
      yield number({ _tag: "AddMessage", chatId, messageId, parentId, role, content }, Date.now())
      parentId = messageId
    }
  }
}

/** A whole history, oldest first. */
export function* written(data: History, number: Numbering, corpus: Corpus): Generator<PushedEvent, void> {
  const random = randomFrom(1)
  const leaves = new Map<number, MessageId>()
  for (let index = 0; index < data.messages; index++) {
    const chat = data.chatOf(index)
    const [chatId, createdAt] = [data.chatId(chat), data.messageAt(index)]
    const parentId = leaves.get(chat) ?? null
    if (parentId === null) {
      const title = messageText(corpus, random).slice(0, 50)
      yield number({ _tag: "CreateChat", chatId, title, createdAt }, createdAt)
    }
    const messageId = data.messageId(index)
    const role = index % 2 === 0 ? "user" : "assistant"
    const content = messageText(corpus, random)
    const message = { _tag: "AddMessage", chatId, messageId, parentId, role, content, createdAt } as const
    yield number(message, createdAt)
    leaves.set(chat, messageId)
  }
}

/** What a device misses: three new messages for each old one that changes, never the same one twice. */
export function* since(
  data: History,
  changes: number,
  number: Numbering,
  corpus: Corpus,
): Generator<PushedEvent, void> {
  const random = randomFrom(2)
  const leaves = Array.from({ length: data.chats }, (_, chat) => data.leafOf(chat))
  let chat = 0
  for (let at = 0; at < changes; at++) {
    if (at % burst === 0) chat = Math.floor(random() * data.chats)
    const content = messageText(corpus, random)
    if (at % 4 === 3) {
      const index = Math.floor((at / changes) * data.messages)
      const [chatId, messageId] = [data.chatId(data.chatOf(index)), data.messageId(index)]
      yield number({ _tag: "UpdateMessage", chatId, messageId, patch: { content } }, Date.now())
      continue
    }
    const chatId = data.chatId(chat)
    const parentId = leaves[chat] ?? null
    const messageId = MessageId.make(idAt(Date.now()))
    yield number({ _tag: "AddMessage", chatId, messageId, parentId, role: "user", content }, Date.now())
    leaves[chat] = messageId
  }
}

const take = (writing: Writing, most: number): ReadonlyArray<PushedEvent> => {
  const events: Array<PushedEvent> = []
  while (events.length < most) {
    const { done, value } = writing.next()
    if (done === true) break
    events.push(value)
  }
  return events
}

/** Pushes the next events. Answers how many there were. */
export const pushNext = (
  { connection, deviceId, epoch, person }: BareDevice,
  writing: Writing,
  most = batchEvents,
) =>
  Effect.gen(function* () {
    const events = take(writing, most)
    if (events.length === 0) return 0
    // as the product's engine does when an answer takes longer than it waits: what was taken is answered again
    const { outcomes } = yield* Effect.retry(connection.push({ deviceId, epoch, events }), {
      times: 5,
      while: ({ _tag }) => _tag === "Offline",
    })
    const other = outcomes.find(({ outcome }) => outcome !== "applied")
    if (other !== undefined) return yield* Effect.dieMessage(`${other.outcome}: ${other.reason}`)
    return events.length
  }).pipe(as(person))

/** Pushes all there is, in the largest batches. */
export const pushAll = (device: BareDevice, writing: Writing) =>
  Effect.gen(function* () {
    let all = 0
    for (;;) {
      const sent = yield* pushNext(device, writing)
      if (sent === 0) return all
      all += sent
    }
  })
