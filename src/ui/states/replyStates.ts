import {
  type AssistantError,
  ContextTooLong,
  ModelBlocked,
  ModelBusy,
  ModelFailed,
  ModelUnauthorized,
  ModelUnknown,
  ModelUnreachable,
  NoModel,
  ReplyCutOff,
  ReplyFiltered,
} from "../../domain/errors/AssistantErrors.ts"
import type { Reply } from "../../domain/assistant/Reply.ts"
import type { MessageRow } from "../../domain/Message.ts"
import { chatIdOf, conversation, everyday, messageIdOf, messageRow, now } from "./sample.ts"
import type { Group, Scenario } from "./Scenario.ts"
import type { Answers } from "./scriptedClient.ts"

const question = messageRow(4, "user", "Which of them can I sow in autumn?")
const begun = "Spinach, lamb's lettuce and broad beans. For each of them"

const reply = (more: Partial<Reply>): Reply => ({
  messageId: messageIdOf(5),
  chatId: chatIdOf(0),
  parentId: question.id,
  state: "waiting",
  model: "llama3.2",
  error: null,
  cut: 0,
  retryAt: null,
  startedAt: now,
  ...more,
})

const window = (messages: ReadonlyArray<MessageRow>): NonNullable<Answers["messages.watch"]> => {
  const all = { messages: [...conversation, question, ...messages], hasOlder: false, hasNewer: false }
  return () => all
}

const state = (
  name: string,
  title: string,
  one: Reply | null,
  messages: ReadonlyArray<MessageRow> = [],
  more: Answers = {},
): Scenario => ({
  name,
  title,
  path: `/chat/${chatIdOf(0)}`,
  answers: {
    ...everyday,
    "messages.watch": window(messages),
    "replies.watch": () => (one === null ? [] : [one]),
    "replies.running": () => (one?.state === "waiting" || one?.state === "streaming" ? [chatIdOf(0)] : []),
    ...more,
  },
})

const broken = (name: string, title: string, error: AssistantError) =>
  state(`reply-${name}`, title, reply({ state: "failed", error }))

const partly = (status: MessageRow["status"]) => [messageRow(5, "assistant", begun, { status })]

const url = "http://localhost:11434/v1"

export const replyStates: Group = {
  title: "Replies",
  scenarios: [
    state("reply-waiting", "Nothing has come yet", reply({})),
    state("reply-thinking", "The model thinks", reply({}), [], {
      "replies.follow": () => ({
        from: 0,
        text: "",
        thinking: "The person asks about autumn. Which beds are free then?",
      }),
    }),
    state("reply-streaming", "It is being written", reply({ state: "streaming" }), partly("streaming"), {
      "replies.follow": () => ({ from: 0, text: `${begun} there is`, thinking: "" }),
    }),
    state("reply-retrying", "The provider is busy", reply({ retryAt: now + 40_000 })),
    state("reply-stopped", "Stopped", null, partly("stopped")),
    state("reply-elsewhere", "Written on another device", null, [
      messageRow(5, "assistant", begun, { status: "streaming", updatedAt: now }),
    ]),
    state(
      "reply-cut",
      "Not all of the conversation was sent",
      reply({ state: "done", cut: 12 }),
      partly("complete"),
    ),
    state(
      "reply-broke-off",
      "It broke off",
      reply({ state: "failed", error: new ReplyCutOff({ reason: "connection" }) }),
      partly("failed"),
    ),
    broken("no-model", "No model", new NoModel()),
    broken("unreachable", "Nothing answers", new ModelUnreachable({ url })),
    broken("cors", "The provider does not allow the page", new ModelBlocked({ url, by: "cors" })),
    broken(
      "local-network",
      "The browser does not allow the network",
      new ModelBlocked({ url, by: "local-network" }),
    ),
    broken("mixed", "From https to http", new ModelBlocked({ url, by: "mixed-content" })),
    broken("unauthorized", "The key is wrong", new ModelUnauthorized()),
    broken("unknown", "No such model", new ModelUnknown({ model: "llama9" })),
    broken("busy", "Too many requests", new ModelBusy({ retryAfter: 60_000 })),
    broken("too-long", "The conversation is too long", new ContextTooLong()),
    broken("filtered", "Stopped by a filter", new ReplyFiltered()),
    broken("failed", "The provider failed", new ModelFailed({ status: 500, detail: "out of memory" })),
  ],
}
