import { FastCheck } from "effect"
import type { DeviceId, UserId } from "../../src/domain/Ids.ts"
import type { MutationInput } from "../../src/domain/Mutation.ts"
import { chatIdOf, eventIdOf, messageIdOf } from "./ids.ts"

/** Texts that were ever trouble somewhere: quotes, comments, other scripts, pairs of surrogates, combining marks. */
export const text = FastCheck.oneof(
  FastCheck.constantFrom(
    `'); DROP TABLE chat; --`,
    `" OR 1=1 /* \\ %_ ? $1 :name @x`,
    "naïve café déjà vu",
    "👩‍👩‍👧 family 🏳️‍🌈",
    "שלום עולם مرحبا",
    "line one\nline two\r\n\tindented",
    "AND OR NOT NEAR(* ^ col:",
  ),
  FastCheck.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
).filter((it) => it.trim() !== "" && it.isWellFormed() && !it.includes("\u0000"))

const which = FastCheck.nat(1_000)
const at = FastCheck.option(FastCheck.nat(5), { nil: undefined })
const maybe = <A>(arbitrary: FastCheck.Arbitrary<A>) => FastCheck.option(arbitrary, { nil: undefined })
const only = <const K extends string>(...kinds: ReadonlyArray<K>) => FastCheck.constantFrom(...kinds)

/** What a person does next. Chats and messages are named by a number that is taken modulo how many there are. */
const step = FastCheck.oneof(
  { weight: 2, arbitrary: FastCheck.record({ kind: only("CreateChat"), title: text, at }) },
  {
    weight: 1,
    arbitrary: FastCheck.record({
      kind: only("UpdateChat"),
      chat: which,
      title: maybe(text),
      pinned: maybe(FastCheck.boolean()),
      archived: maybe(FastCheck.boolean()),
      folder: maybe(FastCheck.option(text)),
    }),
  },
  {
    weight: 1,
    arbitrary: FastCheck.record({ kind: only("DeleteChat", "RestoreChat"), chat: which }),
  },
  {
    weight: 6,
    arbitrary: FastCheck.record({
      kind: only("AddMessage"),
      chat: which,
      parent: FastCheck.oneof(only("end", "end", "top"), which),
      salt: FastCheck.nat(3),
      role: only("user", "assistant", "system"),
      content: text,
      at,
    }),
  },
  {
    weight: 2,
    arbitrary: FastCheck.record({
      kind: only("UpdateMessage"),
      message: which,
      content: maybe(text),
      status: maybe(only("complete", "streaming", "stopped", "failed")),
    }),
  },
  {
    weight: 3,
    arbitrary: FastCheck.record({
      kind: only("DeleteMessage", "RestoreMessage"),
      message: which,
    }),
  },
  {
    weight: 1,
    arbitrary: FastCheck.record({ kind: only("UpdateUser", "RenameDevice"), name: text }),
  },
  {
    weight: 1,
    arbitrary: FastCheck.record({ kind: only("UpdateSyncConfig"), autoSync: FastCheck.boolean() }),
  },
)
type Step = typeof step extends FastCheck.Arbitrary<infer A> ? A : never

/** Begins with a chat, so that most of what follows finds one. */
export const history = FastCheck.tuple(
  FastCheck.record({ kind: only("CreateChat"), title: text, at }),
  FastCheck.array(step, { maxLength: 20, size: "max" }),
).map(([first, rest]): ReadonlyArray<Step> => [first, ...rest])

const present = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** The mutations of a history, in order. A step that names a chat or a message before there is one is left out. */
export const mutationsOf = (
  steps: ReadonlyArray<Step>,
  who: { readonly userId: UserId; readonly deviceId: DeviceId },
): ReadonlyArray<MutationInput> => {
  const chats: Array<string> = []
  const messages: Array<{ readonly chatId: string; readonly messageId: string }> = []
  const pick = <A>(from: ReadonlyArray<A>, n: number) => from[n % Math.max(1, from.length)]

  const mutationOf = (it: Step, index: number): MutationInput | undefined => {
    const eventId = eventIdOf(index)
    switch (it.kind) {
      case "CreateChat": {
        const chatId = chatIdOf(index)
        chats.push(chatId)
        return { _tag: it.kind, eventId, chatId, title: it.title, createdAt: it.at }
      }
      case "UpdateChat": {
        const chatId = pick(chats, it.chat)
        const { title, pinned, archived, folder } = it
        if (chatId === undefined) return undefined
        return { _tag: it.kind, eventId, chatId, patch: present({ title, pinned, archived, folder }) }
      }
      case "DeleteChat":
      case "RestoreChat": {
        const chatId = pick(chats, it.chat)
        return chatId === undefined ? undefined : { _tag: it.kind, eventId, chatId }
      }
      case "AddMessage": {
        const chatId = pick(chats, it.chat)
        if (chatId === undefined) return undefined
        const ofChat = messages.filter((message) => message.chatId === chatId)
        const parent = typeof it.parent === "number" ? pick(ofChat, it.parent) : undefined
        const messageId = messageIdOf(index, it.salt)
        messages.push({ chatId, messageId })
        return {
          _tag: it.kind,
          eventId,
          chatId,
          messageId,
          parentId: it.parent === "top" ? null : parent?.messageId,
          role: it.role,
          content: it.content,
          createdAt: it.at,
        }
      }
      case "UpdateMessage": {
        const message = pick(messages, it.message)
        const { content, status } = it
        return message === undefined
          ? undefined
          : { _tag: it.kind, eventId, ...message, patch: present({ content, status }) }
      }
      case "DeleteMessage":
      case "RestoreMessage": {
        const message = pick(messages, it.message)
        return message === undefined ? undefined : { _tag: it.kind, eventId, ...message }
      }
      case "UpdateUser":
        return { _tag: it.kind, eventId, userId: who.userId, patch: { name: it.name } }
      case "RenameDevice":
        return { _tag: it.kind, eventId, deviceId: who.deviceId, name: it.name }
      case "UpdateSyncConfig":
        return { _tag: it.kind, eventId, userId: who.userId, patch: { autoSync: it.autoSync } }
    }
  }
  return steps.map(mutationOf).filter((it) => it !== undefined)
}
