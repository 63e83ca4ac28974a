import { StorageFull } from "../../domain/errors/StorageErrors.ts"
import { PayloadTooLarge } from "../../domain/errors/InputErrors.ts"
import { announceUpdate } from "../client/updates.ts"
import { startSelecting } from "../chats/selection.ts"
import { showUndo } from "../shell/toasts.ts"
import {
  chatIdOf,
  chatRow,
  chats,
  conversation,
  everyday,
  listOf,
  messageIdOf,
  now,
  shelves,
} from "./sample.ts"
import type { Group } from "./Scenario.ts"
import { fill, press, send } from "./steps.ts"

const chat = `/chat/${chatIdOf(0)}`
const empty = { ...everyday, "chats.watch": () => listOf([]), "chats.folders": () => [] }
const [garden] = chats

const withChat = (more: Parameters<typeof chatRow>[2]) => ({
  ...everyday,
  "chats.watchOne": () => chatRow(0, "Planning the garden", more),
})

export const chatStates: Group = {
  title: "Chats and messages",
  scenarios: [
    {
      name: "first-run",
      title: "The first start",
      path: "/",
      answers: { ...empty, "providers.watch": () => [] },
    },
    { name: "new-chat", title: "A new chat, a model connected", path: "/", answers: everyday },
    {
      name: "typed",
      title: "Something typed",
      path: "/",
      answers: everyday,
      act: () => fill("Message", "How do I\nwrite a letter?"),
    },
    { name: "conversation", title: "A conversation", path: chat, answers: everyday },
    {
      name: "no-messages",
      title: "A chat without messages",
      path: chat,
      answers: { ...everyday, "messages.watch": () => ({ messages: [], hasOlder: false, hasNewer: false }) },
    },
    {
      name: "message-menu",
      title: "More actions of a message",
      path: chat,
      answers: everyday,
      act: () => press("More actions", "[data-row='3']"),
    },
    {
      name: "editing",
      title: "A message being edited",
      path: chat,
      answers: everyday,
      act: () => press("Edit", "[data-row='2']"),
    },
    {
      name: "chat-menu",
      title: "Actions of a chat",
      path: chat,
      answers: everyday,
      act: () => press("Chat actions", "main"),
    },
    {
      name: "selecting",
      title: "Several chats selected",
      path: chat,
      answers: everyday,
      act: async () => startSelecting([chatIdOf(0), chatIdOf(3)]),
    },
    { name: "archived-chat", title: "An archived chat", path: chat, answers: withChat({ archived: true }) },
    {
      name: "chat-in-trash",
      title: "A chat that was deleted, perhaps elsewhere",
      path: chat,
      answers: withChat({ deletedAt: now }),
    },
    {
      name: "no-such-chat",
      title: "A chat that is not here",
      path: chat,
      answers: {
        ...everyday,
        "chats.watchOne": () => null,
        "messages.watch": () => ({ messages: [], hasOlder: false, hasNewer: false }),
      },
    },
    { name: "no-such-page", title: "An address that is none", path: "/nowhere", answers: everyday },
    {
      name: "saving",
      title: "A message that is being saved",
      path: chat,
      answers: everyday,
      act: () => send("Which herbs go with it?"),
    },
    {
      name: "not-saved",
      title: "A message for which there is no room",
      path: chat,
      answers: { ...everyday, mutate: () => new StorageFull({ detail: "" }) },
      act: () => send("Which herbs go with it?"),
    },
    {
      name: "too-long",
      title: "A message that is refused",
      path: chat,
      answers: { ...everyday, mutate: () => new PayloadTooLarge({ bytes: 2_000_000, limit: 1_048_576 }) },
      act: () => send("Which herbs go with it?"),
    },
    {
      name: "undo",
      title: "Something deleted, with a way back",
      path: chat,
      answers: everyday,
      act: async () => showUndo("Message deleted", () => {}),
    },
    {
      name: "palette",
      title: "The palette, nothing typed",
      path: "/?open=search",
      answers: everyday,
    },
    {
      name: "found",
      title: "Something found",
      path: "/?open=search",
      answers: {
        ...everyday,
        "search.find": () => [
          {
            chatId: chatIdOf(0),
            messageId: messageIdOf(1),
            title: garden?.title ?? "",
            snippet: [
              { text: "keep the ", match: false },
              { text: "tomatoes", match: true },
              { text: " apart", match: false },
            ],
            archived: false,
            deleted: false,
            createdAt: now,
          },
        ],
      },
      act: () => fill("Search", "tomatoes"),
    },
    {
      name: "nothing-found",
      title: "Nothing found",
      path: "/?open=search",
      answers: { ...everyday, "chats.watch": () => listOf([]) },
      act: () => fill("Search", "xylophone"),
    },
    {
      name: "update",
      title: "A newer version waits",
      path: chat,
      answers: everyday,
      act: async () => announceUpdate(),
    },
    {
      name: "crash",
      title: "The page itself failed",
      path: chat,
      // no date at all: what shows it throws
      answers: {
        ...everyday,
        "messages.watch": () => ({
          messages: conversation.map((row) => ({ ...row, createdAt: Number.NaN })),
          hasOlder: false,
          hasNewer: false,
        }),
      },
    },
    {
      name: "trash",
      title: "The trash",
      path: "/settings/trash",
      answers: {
        ...everyday,
        "chats.watch": shelves([...chats, chatRow(20, "An old list", { deletedAt: now - 86_400_000 })]),
      },
    },
    { name: "empty-trash", title: "The empty trash", path: "/settings/trash", answers: everyday },
    { name: "empty-archive", title: "No archived chats", path: "/settings/archived", answers: everyday },
  ],
}
